import FoundationEssentials
import KeyPolicy
package import KeyWatch
import Slack

extension SlackMessenger {
    /// The number of pages of 200 messages that one call reads at most.
    private static let mostPages = 50

    package nonisolated var securityChannel: String { channel.rawValue }

    package func markers(in search: MarkerSearch) async throws -> MarkerPage {
        do {
            let oldest =
                switch search.from {
                case .place(let place): place
                case .instant(let instant): "\(max(0, Int(instant.timeIntervalSince1970))).000000"
                }
            let stored = try await client.history(
                of: search.channel, oldest: oldest, latest: search.before, inclusive: true, mostPages: Self.mostPages)
            let own = try await ownIdentity()
            guard !stored.messages.contains(where: { isByUs($0, own) && !$0.isWhole }) else {
                throw MessengerError.cannotLookUp("one of our messages there can't be read")
            }
            var markers: [Marker] = []
            for message in stored.messages {
                if let marker = try await marker(message, in: search.channel, own) { markers.append(marker) }
            }
            if !stored.isComplete, stored.messages.isEmpty {
                throw MessengerError.cannotLookUp("Slack returns no messages and reports that there are more")
            }
            return MarkerPage(
                markers: markers, newest: stored.messages.first?.ts,
                readDownTo: stored.isComplete ? nil : stored.messages.last?.ts)
        } catch let error as SlackError {
            switch error {
            case .tokenRefused(let failure) where failure.code != "missing_scope":
                throw MessengerError.refused("\(error)")
            default: throw MessengerError.cannotLookUp("\(ErrorClause(error))")
            }
        }
    }

    /// Nil for messages without a stamp.
    private func marker(
        _ message: StoredMessage, in channel: String, _ own: SlackIdentity
    ) async throws -> Marker? {
        guard let metadata = message.metadata, metadata.eventType == Self.eventType,
            let (stamp, isReadable) = SummaryMarker.read(metadata), stamp.part == 1
        else { return nil }
        let isOurs = isOurs(message, own)
        var (promises, parts) = (stamp.promises, Set([isReadable ? 1 : 0]))
        if stamp.parts > 1, isOurs {
            let thread = PostedMessage(channel: channel, ts: message.ts)
            for reply in try await client.replies(to: thread, mostPages: Self.mostPages).messages
            where self.isOurs(reply, own) {
                guard let (more, isReadable) = reply.metadata.flatMap(SummaryMarker.read), more.run == stamp.run,
                    more.ledger == stamp.ledger
                else { continue }
                promises.merge(more.promises) { max($0, $1) }
                if isReadable { parts.insert(more.part) }
            }
        }
        return Marker(
            stamp: SummaryMarker(run: stamp.run, ledger: stamp.ledger, promises: promises, parts: stamp.parts),
            place: message.ts,
            postedAt: Date(timeIntervalSince1970: Double(message.ts) ?? 0),
            author: message.botID ?? message.appID ?? message.userID ?? "unknown", isOurs: isOurs,
            isWhole: parts.isSuperset(of: 1...max(1, stamp.parts)))
    }
}

/// A stamp as message metadata: short strings without secrets. One string contains the accounts with their deadlines,
/// in seconds since 1970 and rounded up: `111111111111=1772366400,222222222222=1772452800`.
extension SummaryMarker {
    private static let mostParts = 1_000
    /// Seconds from 1970 to the year 9999.
    private static let instants: ClosedRange<Int64> = 0...253_402_300_799

    var fields: [String: String] {
        [
            "run": run.rawValue, "ledger": ledger, "part": "\(part) of \(parts)",
            "promises": promises.sorted { $0.key < $1.key }
                .map { "\($0.key)=\(Int($0.value.timeIntervalSince1970.rounded(.up)))" }.joined(separator: ","),
        ]
    }

    /// Nil for messages that aren't summaries; otherwise what can be read, and whether that is everything. A deadline
    /// that can't be read becomes one in the distant future, because nothing may happen before it.
    static func read(_ metadata: MessageMetadata) -> (stamp: SummaryMarker, isReadable: Bool)? {
        guard let text = metadata.payload["run"], let run = RunID(rawValue: text),
            let ledger = metadata.payload["ledger"]
        else { return nil }
        var isReadable = true
        var promises: [AccountID: Date] = [:]
        for entry in (metadata.payload["promises"] ?? "?").split(separator: ",") {
            let sides = entry.split(separator: "=", maxSplits: 1)
            guard let account = sides.first.flatMap({ AccountID(rawValue: String($0)) }) else {
                isReadable = false
                continue
            }
            let seconds = sides.count == 2 ? Int64(sides[1]).flatMap { instants.contains($0) ? $0 : nil } : nil
            promises[account] = seconds.map { Date(timeIntervalSince1970: Double($0)) } ?? .distantFuture
        }
        let numbers = (metadata.payload["part"] ?? "").split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2, let (part, parts) = Optional((numbers[0], numbers[1])),
            (1...mostParts).contains(parts), (1...parts).contains(part)
        else {
            return (SummaryMarker(run: run, ledger: ledger, promises: promises), false)
        }
        return (SummaryMarker(run: run, ledger: ledger, promises: promises, part: part, parts: parts), isReadable)
    }
}
