package import FoundationEssentials
package import KeyPolicy

/// Finds what other runs promised that this ledger doesn't know, by their markers in the security channel.
///
/// The deadlines in markers of other ledgers become floors: nothing is promised or deactivated before them. Markers of
/// this ledger by runs that it doesn't know mean that it is an older copy. What can't be read is a doubt, because
/// absence proves nothing.
package struct RollbackDetector: Sendable {
    let ledger: any Ledger
    let messenger: any MarkerReader
    let policy: Policy

    package init(ledger: any Ledger, messenger: any Messenger, policy: Policy) {
        self.ledger = ledger
        self.messenger = messenger
        self.policy = policy
    }

    /// What the channels show.
    package struct Finding: Sendable {
        /// The newest run of this ledger that it doesn't know, with the latest deadline that such runs announced.
        package internal(set) var behind: (run: RunID, floor: Date?)?
        /// Why it is unknown whether the ledger is the newest; nil when it is known.
        package internal(set) var doubt: String?
        /// What other ledgers' runs promised, seen for the first time.
        var others: [SeenMarker] = []
        /// What lost runs of this ledger promised; recorded once somebody accepts that they are lost.
        var lost: [SeenMarker] = []
        var points: [String: ChannelPoint] = [:]
        /// The newest message that was read in each channel.
        var newest: [String: String] = [:]
        /// One for each foreign app that posted markers.
        var problems: [Problem] = []

        /// What is recorded: promises of lost runs only once somebody accepted that they are lost.
        var remembered: [SeenMarker] { behind == nil ? others + lost : others }
    }

    /// - Parameter seeksSummary: whether the ledger's own last summary must be found.
    package func detect(at now: Date, seeksSummary: Bool = true) async throws -> Finding {
        let memory = EffectivePolicy(ledger: ledger)
        let own = try await memory.ownName()
        let seen = try await memory.markers()
        let accepted = try await memory.acceptances().last { $0.isUnseen }
        // While a doubt is open, the summary that its first run couldn't find is looked for: later summaries prove
        // nothing about it.
        let doubted = try await memory.openDoubt()?.sequence ?? .max
        let last = seeksSummary ? try await lastSummary(after: accepted?.sequence ?? 0, doubtedAt: doubted) : nil

        var finding = Finding()
        var found: [Marker] = []
        let points = try await memory.channelPoints()
        for channel in channels(last) {
            let reading = try await ChannelReader(
                messenger: messenger, channel: channel, earliest: earliest(at: now),
                sought: last?.place == channel ? last?.id : nil
            ).read(on: points[channel] ?? ChannelPoint())
            found += reading.markers
            finding.doubt = finding.doubt ?? reading.doubt
            finding.newest[channel] = reading.newest
            if reading.point != points[channel] { finding.points[channel] = reading.point }
        }
        // Read after the channels: what a command posts is recorded before, also while this reads.
        let known = Set(
            (try await events(.runStarted) + events(.markerPosted)).map(\.run)
        ).union(try await memory.requests())
        let strange = found.filter { $0.isOurs && !($0.stamp.ledger == own && known.contains($0.stamp.run)) }
        finding.problems = try await foreign(found.filter { !$0.isOurs })
        let fresh = strange.map { SeenMarker($0, policy: policy) }
            .filter { marker in !seen.contains { $0.isSame(as: marker) } }
        finding.others = fresh.filter { $0.ledger != own }.reversed()
        finding.lost = fresh.filter { $0.ledger == own }.reversed()
        finding.doubt = finding.doubt ?? incomplete(strange, since: accepted?.at)
        let accounted = Set(seen.filter { $0.ledger == own }.map(\.run))
        if let newest = finding.lost.last(where: { !accounted.contains($0.run) }) {
            finding.behind = (newest.run, finding.lost.flatMap(\.promises.values).max())
        }
        // What another app posted counts as soon as the configuration names that app, so it must be read then.
        if finding.doubt != nil || !finding.problems.isEmpty { finding.readAgain(from: points) }
        return finding
    }

    /// Today's security channel, and the one that the last summary went to.
    private func channels(_ last: Delivery?) -> [String] {
        let today = messenger.securityChannel
        guard let last, last.place != today else { return [today] }
        return [last.place, today]
    }

    /// Messages before it can't promise anything in the future.
    private func earliest(at now: Date) -> Date {
        now.addingTimeInterval(-policy.furthestDeadline(toldAt: now).timeIntervalSince(now))
    }

    /// A later marker of the same ledger names all its open promises, so only the newest one of each must be complete.
    private func incomplete(_ markers: [Marker], since accepted: Date?) -> String? {
        let newest = Dictionary(grouping: markers, by: \.stamp.ledger).compactMap { $0.value.first }
        let broken = newest.first { !$0.isWhole && $0.postedAt > accepted ?? .distantPast }
        return broken.map { "parts of what run \($0.stamp.run) recorded in the security channel are missing" }
    }

    private func foreign(_ markers: [Marker]) async throws -> [Problem] {
        let ours = Set(try await ledger.accounts().map(\.account.id))
        // A new ledger knows no accounts yet, so any may be ours.
        let apps = Set(
            markers.filter { ours.isEmpty || !ours.isDisjoint(with: $0.stamp.promises.keys) }.map(\.author))
        let what = ours.isEmpty ? "deadlines" : "deadlines for accounts that this Relevo watches"
        return apps.sorted().map {
            Problem(
                .foreignApp, about: .name($0),
                "An app that isn't Relevo's (\($0)) posted \(what) in the security channel. They don't count. If it is an "
                    + "earlier app of Relevo, name it in `slack.earlier-apps`.")
        }
    }

    /// The last one before the doubt; in a ledger that had none by then, the last one of all.
    private func lastSummary(after first: Int, doubtedAt doubt: Int) async throws -> Delivery? {
        let posted = try await events(.summaryPosted).filter { $0.sequence > first }
        guard let last = posted.last(where: { $0.sequence < doubt }) ?? posted.last,
            case .run(.summaryPosted(let delivery)) = last.body
        else { return nil }
        return delivery
    }

    private func events(_ kind: EventKind) async throws -> [LedgerEvent] {
        try await ledger.events(ofKind: kind, in: .runs, since: .distantPast)
    }
}

extension RollbackDetector.Finding {
    /// What is in doubt is read again by the next run, except a span that is too long for one run.
    fileprivate mutating func readAgain(from before: [String: ChannelPoint]) {
        for (channel, point) in points where point.span == nil {
            let old = ChannelPoint(upTo: before[channel]?.upTo)
            points[channel] = old == before[channel] ?? ChannelPoint() ? nil : old
        }
    }

    /// The events of the reading.
    func facts(at: Date) -> [NewEvent] {
        remembered.map { .run(.markerSeen(marker: $0), at: at) }
            + points.sorted { $0.key < $1.key }.map { .run(.channelRead(channel: $0.key, point: $0.value), at: at) }
    }
}

/// A marker of a run that this ledger doesn't know, as it is recorded.
package struct SeenMarker: Hashable, Codable, Sendable {
    package let ledger: String
    package let run: RunID
    /// By Slack's clock.
    package let postedAt: Date
    /// Never later than a message of that time can promise.
    package let promises: [AccountID: Date]
    package let isWhole: Bool

    package init(ledger: String, run: RunID, postedAt: Date, promises: [AccountID: Date], isWhole: Bool) {
        self.ledger = ledger
        self.run = run
        self.postedAt = postedAt
        self.promises = promises
        self.isWhole = isWhole
    }

    init(_ marker: Marker, policy: Policy) {
        let furthest = policy.furthestDeadline(toldAt: marker.postedAt)
        self.init(
            ledger: marker.stamp.ledger, run: marker.stamp.run, postedAt: marker.postedAt,
            promises: marker.stamp.promises.mapValues { min($0, furthest) }, isWhole: marker.isWhole)
    }

    /// Whether it is the same marker; instants are stored in milliseconds.
    func isSame(as other: SeenMarker) -> Bool {
        ledger == other.ledger && run == other.run && isWhole == other.isWhole
    }
}

extension Sequence<SeenMarker> {
    /// The latest of their promises in each account.
    var floors: [AccountID: LedgerFloor] {
        var floors: [AccountID: LedgerFloor] = [:]
        for marker in self {
            for (account, until) in marker.promises where until > floors[account]?.until ?? .distantPast {
                floors[account] = LedgerFloor(until: until, ledger: marker.ledger)
            }
        }
        return floors
    }
}
