import FoundationEssentials
package import KeyPolicy
package import KeyWatch
import Synchronization

/// The channel's history as Slack shows it: whose message each is, a page at a time, or not at all.
extension RecordingMessenger {
    package var securityChannel: String { state.withLock { $0.securityChannel } }

    /// Makes the next reads of a channel fail.
    package func failReading(times: Int) { state.withLock { $0.failingReads = times } }

    /// Whether messages include their metadata.
    package func showMetadata(_ shown: Bool) { state.withLock { $0.showsMetadata = shown } }

    /// Messages per read.
    package func readPages(of size: Int) { state.withLock { $0.pageSize = size } }

    /// The app is created again, with another id.
    ///
    /// - Parameter isNamed: whether the configuration names the earlier one.
    package func recreateApp(isNamed: Bool) {
        state.withLock { state in
            if isNamed { state.earlierApps.insert(state.ownApp) }
            state.ownApp = "B\(state.messages.count)RELEVO"
        }
    }

    /// The configuration names an app as an earlier one.
    package func nameEarlierApp(_ app: String) { state.withLock { _ = $0.earlierApps.insert(app) } }

    /// The configuration names every app that posted a summary as Relevo does.
    package func nameAllApps() {
        state.withLock { state in
            for message in state.messages where message.payload.word == "summary" {
                state.earlierApps.insert(message.author)
            }
        }
    }

    /// How often a channel could not be read, or showed only a part.
    package var blindReads: Int { state.withLock { $0.blindReads } }

    /// Whether our own app can see a run's summary.
    package func shows(summaryOf run: String) -> Bool {
        state.withLock { state in
            state.messages.contains {
                $0.stamp?.run.rawValue == run && $0.thread == nil && !state.deleted.contains($0.delivery.id)
                    && state.isOurs($0) && $0.delivery.place == state.securityChannel
            }
        }
    }

    /// Somebody deletes the newest summary, or with `isReply` the newest reply in a summary's thread that carries a stamp.
    package func deleteLastStamped(isReply: Bool = false) {
        state.withLock { state in
            let last = state.messages.last { $0.stamp != nil && ($0.thread != nil) == isReply }
            if let last { state.deleted.insert(last.delivery.id) }
        }
    }

    /// Does something just before the next message of that kind is sent.
    package func before(_ word: String, _ act: @escaping @Sendable (RecordingMessenger) -> Void) {
        state.withLock { $0.before = (word, act) }
    }

    /// Another app posts what only ours may post.
    package func post(_ stamp: SummaryMarker, as author: String, under thread: Delivery? = nil) {
        state.withLock { state in
            let place = state.nextPlace(at: clock.truth)
            guard let id = MessageID(rawValue: "\(stamp.run)-\(state.messages.count + 1)") else { return }
            state.messages.append(
                RecordedMessage(
                    id: id, recipient: .security,
                    payload: PlainPayload(word: "foreign", audience: nil, lines: [], text: ""),
                    delivery: Delivery(place: state.securityChannel, id: place, at: clock.now), thread: thread,
                    stamp: stamp,
                    author: author, wasConfirmed: true, trueAt: clock.truth))
        }
    }

    package func markers(in search: MarkerSearch) async throws -> MarkerPage {
        try state.withLock { state in
            if state.isRefused { throw MessengerError.refused("invalid_auth") }
            if state.failingReads > 0 || state.lookUps != .work || !state.showsMetadata { state.blindReads += 1 }
            if state.failingReads > 0 {
                state.failingReads -= 1
                throw MessengerError.cannotLookUp("the fake Slack is busy")
            }
            if state.lookUps == .fail { throw MessengerError.cannotLookUp("the fake Slack is down") }
            let seen = clock.truth.addingTimeInterval(state.lookUps == .work ? 0 : -3_600)
            let there = state.messages.reversed().filter {
                $0.delivery.place == search.channel && $0.trueAt <= seen && !state.deleted.contains($0.delivery.id)
            }
            let asked = there.filter { message in
                let place = message.delivery.id
                let isAfter =
                    switch search.from {
                    case .place(let from): place >= from
                    case .instant(let from): message.trueAt >= from
                    }
                return message.thread == nil && isAfter && search.before.map { place < $0 } ?? true
            }
            let read = asked.prefix(state.pageSize)
            let markers = state.showsMetadata ? read.compactMap { state.marker($0, there) } : []
            return MarkerPage(
                markers: markers, newest: read.first?.delivery.id,
                readDownTo: read.count < asked.count ? read.last?.delivery.id : nil)
        }
    }
}

extension RecordingMessenger.State {
    /// A summary's stamp with its continuation in the thread.
    fileprivate func marker(_ message: RecordedMessage, _ there: [RecordedMessage]) -> Marker? {
        guard let stamp = message.stamp else { return nil }
        var promises = stamp.promises
        var parts: Set<Int> = [stamp.part]
        for reply in there where reply.thread?.id == message.delivery.id && reply.author == message.author {
            guard let more = reply.stamp, more.run == stamp.run else { continue }
            promises.merge(more.promises) { max($0, $1) }
            parts.insert(more.part)
        }
        return Marker(
            stamp: SummaryMarker(run: stamp.run, ledger: stamp.ledger, promises: promises, parts: stamp.parts),
            place: message.delivery.id, postedAt: message.trueAt, author: message.author, isOurs: isOurs(message),
            isWhole: parts.isSuperset(of: 1...max(1, stamp.parts)))
    }
}
