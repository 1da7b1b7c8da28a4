import FoundationEssentials
import KeyPolicy

/// What the ledger adds to the configured policy: exemptions granted by command, lost runs, releases of the alarm.
struct EffectivePolicy: Sendable {
    let ledger: any EventLog

    /// `policy` with everything in the ledger, in force or over.
    func policy(_ policy: Policy) async throws -> Policy {
        var policy = policy
        policy.exemptions += try await exemptions()
        for head in try await ledger.heads() {
            guard case .account = head.stream else { continue }
            policy.exemptionsFirstSeen.merge(try await firstSeen(in: head.stream)) { min($0, $1) }
        }
        let acceptances = try await acceptances()
        policy.gap = acceptances.last.map { last in
            LostRuns(at: last.at, floor: acceptances.map(\.floor).max() ?? last.at)
        }
        policy.floors = try await markers().floors
        policy.stops = try await stops()
        return policy
    }

    /// Runs of commands that requested something, whose messages may carry markers.
    func requests() async throws -> Set<RunID> {
        var runs: Set<RunID> = []
        for kind in [EventKind.stopped, .resumed, .exemptionGranted, .exemptionEnded] {
            runs.formUnion(try await ledger.events(ofKind: kind, in: .inbox, since: .distantPast).map(\.run))
        }
        return runs
    }

    /// Every stop with its end.
    func stops() async throws -> Stops {
        let made = try await ledger.events(ofKind: .stopped, in: .inbox, since: .distantPast)
        guard !made.isEmpty else { return Stops() }
        let ended = try await ledger.events(ofKind: .resumed, in: .inbox, since: .distantPast)
        var stops = Stops()
        for event in (made + ended).sorted(by: { $0.sequence < $1.sequence }) {
            switch event.body {
            case .stop(.stopped(let stop)): stops.add(stop)
            case .stop(.resumed(let scope, _, _)): stops.end(scope, at: event.at)
            default:
                // An unreadable event might be a stop of everything.
                throw LedgerError.damaged(
                    place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
        }
        return stops
    }

    /// When exemptions that are too long were first seen.
    private func firstSeen(in stream: StreamID) async throws -> [Exemption.Sight: Date] {
        var seen: [Exemption.Sight: Date] = [:]
        for event in try await ledger.events(ofKind: .exemptionSeen, in: stream, since: .distantPast) {
            guard case .exemption(.seen(let sight)) = event.body else {
                throw LedgerError.damaged(
                    place: stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
            seen[sight] = min(seen[sight] ?? event.at, event.at)
        }
        return seen
    }

    /// Whether the account left and didn't come back.
    func hasLeft(_ account: AccountID) async throws -> Bool {
        let stream = StreamID.account(account)
        func last(_ kind: EventKind) async throws -> Int {
            try await ledger.events(ofKind: kind, in: stream, since: .distantPast).last?.sequence ?? 0
        }
        return try await last(.accountLeft) > last(.accountReturned)
    }

    /// Exemptions granted by command, the last one of each subject.
    func exemptions() async throws -> [Exemption] {
        let granted = try await ledger.events(ofKind: .exemptionGranted, in: .inbox, since: .distantPast)
        guard !granted.isEmpty else { return [] }
        let ended = try await ledger.events(ofKind: .exemptionEnded, in: .inbox, since: .distantPast)
        var last: [Exemption.Subject: Exemption] = [:]
        for event in (granted + ended).sorted(by: { $0.sequence < $1.sequence }) {
            switch event.body {
            case .exemption(.granted(_, let subject, let until, let reason, let approver)):
                last[subject] = Exemption(
                    subject: subject, until: until, reason: reason, approver: approver, source: .command)
            case .exemption(.ended(_, let subject, _, _)):
                guard let open = last[subject] else { continue }
                last[subject] = Exemption(
                    subject: subject, until: min(open.until ?? event.at, event.at), reason: open.reason,
                    approver: open.approver, source: .command)
            default:
                // An unreadable event might be an exemption.
                throw LedgerError.damaged(
                    place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
        }
        return Array(last.values)
    }

    /// Keys that somebody released from the alarm in the last 24 hours.
    func released(at now: Date) async throws -> Set<KeyAddress> {
        let since = Days.after(-1, now)
        let events = try await ledger.events(ofKind: .brakeReleased, in: .runs, since: since)
        return Set(
            events.flatMap { event -> [KeyAddress] in
                guard event.at > since, case .run(.brakeReleased(_, let keys)) = event.body else { return [] }
                return keys
            })
    }

    /// The last run before `now` that carried out everything that was due, by account; none for an account where that
    /// is over sixty days ago.
    func lastChances(in accounts: [AccountID], before now: Date) async throws -> [AccountID: Date] {
        let events = try await ledger.events(
            ofKind: .deactivationsServed, in: .runs, since: Days.after(-60, now))
        var last: [AccountID: Date] = [:]
        for event in events.reversed() {
            guard last.count < accounts.count else { break }
            guard case .run(.deactivationsServed(let asOf, let except)) = event.body else { continue }
            let unserved = Set(except)
            for account in accounts where last[account] == nil && !unserved.contains(account) { last[account] = asOf }
        }
        return last
    }

    /// What counts for the brake on the civil day of `now`, and on the one before: keys that were deactivated, and
    /// those whose result is unknown.
    func deactivations(around now: Date) async throws -> [Brake.Past] {
        let since = Days.after(-2, now)
        var past: [Brake.Past] = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            func events(_ kind: EventKind) async throws -> [LedgerEvent] {
                try await ledger.events(ofKind: kind, in: head.stream, since: since)
            }
            let done = try await events(.deactivated)
            past += done.map { Brake.Past(account: account, at: $0.at) }
            let settled = try await done + events(.deactivationFailed)
            let intended = try await events(.deactivationIntended)
            past += intended.filter { intent in
                !settled.contains { $0.key == intent.key && $0.user == intent.user && $0.sequence > intent.sequence }
            }.map { Brake.Past(account: account, at: $0.at) }
        }
        return past
    }

    /// Keys that a run deactivated, or may have: each whose deactivation it began, except those that certainly failed.
    func deactivated(in run: RunID) async throws -> [KeyAddress] {
        var keys: Set<KeyAddress> = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            func events(_ kinds: [EventKind]) async throws -> [LedgerEvent] {
                var found: [LedgerEvent] = []
                for kind in kinds {
                    found += try await ledger.events(ofKind: kind, in: head.stream, since: .distantPast)
                }
                return found.sorted { $0.sequence < $1.sequence }
            }
            let intended = try await events([.deactivationIntended]).filter { $0.run == run }
            guard !intended.isEmpty else { continue }
            let ends = try await events([.deactivated, .deactivationFailed])
            for intent in intended {
                let end = ends.first { $0.key == intent.key && $0.user == intent.user && $0.sequence > intent.sequence }
                guard end?.kind != EventKind.deactivationFailed.name, let user = intent.user, let key = intent.key
                else { continue }
                keys.insert(KeyAddress(account: account, user: user, key: key))
            }
        }
        return keys.sorted()
    }

    /// The keys that the alarm stopped in a run, in order, and when; `at` is nil when there are none.
    func held(in run: RunID) async throws -> (keys: [KeyAddress], at: Date?) {
        var keys: [KeyAddress] = []
        var at: Date?
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            let events = try await ledger.events(ofKind: .heldByAlarm, in: head.stream, since: .distantPast)
            for event in events where event.run == run {
                guard let user = event.user, let key = event.key else { continue }
                keys.append(KeyAddress(account: account, user: user, key: key))
                at = max(at ?? event.at, event.at)
            }
        }
        return (keys.sorted(), at)
    }
}
