import FoundationEssentials
import KeyPolicy

/// Reads a channel from where it was last read completely, over several runs if one isn't enough.
struct ChannelReader: Sendable {
    let messenger: any MarkerReader
    let channel: String
    /// Where to begin in a channel that was never read: earlier messages can't promise anything in the future.
    let earliest: Date
    /// The ledger's own last summary there: it must be found to know that nothing came after it.
    let sought: String?

    struct Result: Sendable {
        var point: ChannelPoint
        var markers: [Marker] = []
        /// The newest message that was read.
        var newest: String?
        /// Why the content of the channel is unknown; nil when it was read completely.
        var doubt: String?
    }

    func read(on from: ChannelPoint) async throws -> Result {
        var result = Result(point: from)
        do {
            if let span = from.span, try await !isRead(from: from, span, &result) { return result }
            // In a span that was read completely the summary was found.
            _ = try await isRead(from: result.point, nil, wasProven: from.span != nil, &result)
        } catch MessengerError.cannotLookUp(let why) {
            result.point = from
            result.doubt = "the security channel could not be read: \(why.clause)"
        }
        return result
    }

    /// Whether the span was read completely and the summary was found.
    private func isRead(
        from point: ChannelPoint, _ span: ChannelPoint.Span?, wasProven: Bool = false, _ result: inout Result
    ) async throws -> Bool {
        let page = try await messenger.markers(
            in: MarkerSearch(
                channel: channel, from: point.upTo.map(MarkerSearch.Start.place) ?? .instant(earliest),
                before: span?.readDownTo))
        result.markers = span == nil ? page.markers + result.markers : result.markers + page.markers
        let newest = span?.newest ?? page.newest
        result.newest = newest ?? result.newest
        let isProven =
            sought == nil || wasProven || span?.isProven ?? false
            || result.markers.contains { $0.isOurs && $0.place == sought }
        if let end = page.readDownTo, let newest {
            result.point.span = ChannelPoint.Span(newest: newest, readDownTo: end, isProven: isProven)
            result.doubt = "the security channel has too many messages for one run; the next run continues reading"
            return false
        }
        result.point.span = nil
        guard isProven else {
            let author = result.markers.first { $0.place == sought }?.author
            result.doubt =
                author.map {
                    "this ledger's last summary was posted by another app (\($0)); if that is an earlier app of Relevo, "
                        + "name it in `slack.earlier-apps`"
                } ?? "this ledger's last summary can't be seen in the channel that it was posted to"
            return false
        }
        // Not beyond our own last summary: the next run must find it again.
        result.point.upTo = (span == nil ? sought : nil) ?? newest ?? point.upTo
        return true
    }
}

/// How far a channel has been read.
package struct ChannelPoint: Hashable, Codable, Sendable {
    /// A span of messages that is too long for one run: read from its newest message down.
    package struct Span: Hashable, Codable, Sendable {
        package let newest: String
        /// Everything from here up to `newest` was read.
        package let readDownTo: String
        /// Whether the ledger's own last summary was among it, or none was looked for.
        package let isProven: Bool
    }

    /// Everything up to this message was read completely; nil before the first time.
    package var upTo: String?
    package var span: Span?

    package init(upTo: String? = nil, span: Span? = nil) {
        self.upTo = upTo
        self.span = span
    }
}
