import FoundationEssentials
import KeyPolicy

/// What the ledger adds to the configured policy: exemptions granted by command, runs that are lost, releases of the brake.
struct LedgerMemory: Sendable {
    let ledger: any EventLog

    /// `policy` with everything in force or over that the ledger remembers.
    func policy(_ policy: Policy) async throws -> Policy {
        var policy = policy
        for head in try await ledger.heads() {
            if case .account = head.stream { policy.exemptions += try await exemptions(in: head.stream) }
        }
        policy.gap = try await gap()
        return policy
    }

    /// Exemptions granted by command in one account, the last one of each subject.
    func exemptions(in stream: StreamID) async throws -> [Exemption] {
        let granted = try await ledger.events(
            ofKind: ExemptionEvent.grantedKind, in: stream, since: .distantPast)
        guard !granted.isEmpty else { return [] }
        let ended = try await ledger.events(ofKind: ExemptionEvent.endedKind, in: stream, since: .distantPast)
        var last: [Exemption.Subject: Exemption] = [:]
        for event in (granted + ended).sorted(by: { $0.sequence < $1.sequence }) {
            switch event.body {
            case .exemption(.granted(let subject, let until, let reason, let approver)):
                last[subject] = Exemption(
                    subject: subject, until: until, reason: reason, approver: approver, source: .command)
            case .exemption(.ended(let subject, _, _)):
                guard let open = last[subject] else { continue }
                last[subject] = Exemption(
                    subject: subject, until: min(open.until ?? event.at, event.at), reason: open.reason,
                    approver: open.approver, source: .command)
            default:
                // What can't be read might be what protects somebody.
                throw LedgerError.damaged(
                    place: stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
        }
        return Array(last.values)
    }

    private func gap() async throws -> LedgerGap? {
        let events = try await ledger.events(ofKind: RunEvent.ledgerGapKind, in: .runs, since: .distantPast)
        var gap: LedgerGap?
        for event in events {
            guard case .run(.ledgerGapAccepted(_, let floor)) = event.body else {
                throw LedgerError.damaged(place: "runs", why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
            gap = LedgerGap(at: event.at, floor: max(floor, gap?.floor ?? floor))
        }
        return gap
    }

    /// Keys that somebody let through the brake in the last 24 hours.
    func released(at now: Date) async throws -> Set<KeyAddress> {
        let since = now.addingTimeInterval(-Brake.window)
        let events = try await ledger.events(ofKind: RunEvent.brakeReleasedKind, in: .runs, since: since)
        return Set(
            events.flatMap { event -> [KeyAddress] in
                guard event.at > since, case .run(.brakeReleased(_, let keys)) = event.body else { return [] }
                return keys
            })
    }

    /// What counts against the brake: keys that are off since then, and those of which it isn't known yet.
    func deactivations(since: Date) async throws -> [Brake.Past] {
        var past: [Brake.Past] = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            func events(_ kind: String) async throws -> [LedgerEvent] {
                try await ledger.events(ofKind: kind, in: head.stream, since: since)
            }
            let done = try await events("deactivated")
            past += done.map { Brake.Past(account: account, at: $0.at) }
            let settled = try await done + events("deactivationFailed")
            let intended = try await events("deactivationIntended") + events("retirementIntended")
            past += intended.filter { intent in
                !settled.contains { $0.key == intent.key && $0.user == intent.user && $0.sequence > intent.sequence }
            }.map { Brake.Past(account: account, at: $0.at) }
        }
        return past
    }

    /// Exactly what the brake held in a run, in order, and when; `at` is nil when that was nothing.
    func held(in run: RunID) async throws -> (keys: [KeyAddress], at: Date?) {
        var keys: [KeyAddress] = []
        var at: Date?
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            let events = try await ledger.events(ofKind: "heldByBrake", in: head.stream, since: .distantPast)
            for event in events where event.run == run {
                guard let user = event.user, let key = event.key else { continue }
                keys.append(KeyAddress(account: account, user: user, key: key))
                at = max(at ?? event.at, event.at)
            }
        }
        return (keys.sorted(), at)
    }
}
