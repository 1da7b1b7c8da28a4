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

    /// Everything up to this message was read whole; nil before the first time.
    package var upTo: String?
    package var span: Span?

    package init(upTo: String? = nil, span: Span? = nil) {
        self.upTo = upTo
        self.span = span
    }
}
