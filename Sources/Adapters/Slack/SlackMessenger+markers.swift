import FoundationEssentials
import KeyPolicy
package import KeyWatch
import Slack

extension SlackMessenger {
    /// Pages of 200 messages that one call reads at the most.
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
                throw MessengerError.cannotLookUp("a message of ours there can't be read")
            }
            var markers: [Marker] = []
            for message in stored.messages {
                if let marker = try await marker(message, in: search.channel, own) { markers.append(marker) }
            }
            if !stored.isComplete, stored.messages.isEmpty {
                throw MessengerError.cannotLookUp("Slack shows no messages and says that there are more")
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

    /// Nil for messages that carry no stamp.
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
