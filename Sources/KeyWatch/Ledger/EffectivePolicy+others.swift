package import FoundationEssentials
import KeyPolicy

/// What the ledger has about runs that it doesn't know.
extension EffectivePolicy {
    /// A person's decision to continue.
    struct Acceptance: Sendable {
        let at: Date
        let sequence: Int
        let floor: Date
        /// It was unknown whether runs are lost.
        let isUnseen: Bool
    }

    func acceptances() async throws -> [Acceptance] {
        try await events(.ledgerGapAccepted).map { event in
            guard case .run(.ledgerGapAccepted(let run, let floor)) = event.body else { throw unreadable(event) }
            return Acceptance(at: event.at, sequence: event.sequence, floor: floor, isUnseen: run == nil)
        }
    }

    /// In the order in which they were seen.
    func markers() async throws -> [SeenMarker] {
        try await events(.markerSeen).map { event in
            guard case .run(.markerSeen(let marker)) = event.body else { throw unreadable(event) }
            return marker
        }
    }

    /// How far each channel was read.
    func channelPoints() async throws -> [String: ChannelPoint] {
        var points: [String: ChannelPoint] = [:]
        for event in try await events(.channelRead) {
            guard case .run(.channelRead(let channel, let point)) = event.body else { throw unreadable(event) }
            points[channel] = point
        }
        return points
    }

    /// The doubt that has not ended yet.
    func openDoubt() async throws -> LedgerDoubt? {
        guard let last = try await events(.ledgerDoubted).last else { return nil }
        guard case .run(.ledgerDoubted(let why)) = last.body else { throw unreadable(last) }
        let confirmed = try await events(.ledgerConfirmed).last?.sequence ?? 0
        let accepted = try await acceptances().last { $0.isUnseen }?.sequence ?? 0
        return last.sequence > max(confirmed, accepted)
            ? LedgerDoubt(why: why, since: last.at, sequence: last.sequence) : nil
    }

    /// A sentence for each other ledger that makes promises about one of `accounts`, or did so recently.
    func otherLedgers(in accounts: Set<AccountID>, at now: Date) async throws -> [Problem] {
        let own = try await ownName()
        let about = try await markers().filter { $0.ledger != own && !accounts.isDisjoint(with: $0.promises.keys) }
        return Dictionary(grouping: about, by: \.ledger).sorted { $0.key < $1.key }.compactMap { ledger, markers in
            guard let last = markers.max(by: { $0.postedAt < $1.postedAt }) else { return nil }
            let floors = markers.floors.filter { accounts.contains($0.key) && $0.value.until > now }
            guard !floors.isEmpty || now.timeIntervalSince(last.postedAt) < Self.recent else { return nil }
            let until = floors.values.map(\.until).max()
            return Problem(
                .otherLedger, about: .name(LedgerFloor.shortName(ledger)),
                "Another ledger (\(LedgerFloor.shortName(ledger)), last seen in run \(last.run) of "
                    + "\(last.postedAt.ISO8601Format())) announces deadlines for accounts of this one"
                    + (until.map {
                        "; nothing there is deactivated before them, the latest being \($0.ISO8601Format())"
                    }
                        ?? "")
                    + ". If two Relevos watch these accounts, stop one of them. If that ledger is lost, this ends by "
                    + "itself.")
        }
    }

    /// Seconds for which a ledger counts as in use after its last summary.
    private static let recent: Double = 3 * Days.seconds

    /// The ledger's own name, the hash of its first event; nil while it is empty.
    func ownName() async throws -> String? { try await ledger.events(.runs, after: 0, limit: 1).first?.hash }

    private func events(_ kind: EventKind) async throws -> [LedgerEvent] {
        try await ledger.events(ofKind: kind, in: .runs, since: .distantPast)
    }

    private func unreadable(_ event: LedgerEvent) -> LedgerError {
        LedgerError.damaged(place: "runs", why: "event \(event.sequence) (\(event.kind)) can't be read")
    }
}

/// A doubt whether a ledger is the newest: nothing is deactivated while it lasts.
package struct LedgerDoubt: Hashable, Sendable {
    package let why: String
    package let since: Date
    let sequence: Int

    /// The doubt in the ledger that has not ended yet; nil when there is none.
    package static func open(in ledger: any EventLog) async throws -> LedgerDoubt? {
        try await EffectivePolicy(ledger: ledger).openDoubt()
    }
}
