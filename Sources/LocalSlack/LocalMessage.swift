/// One message in the workspace.
package struct LocalMessage: Sendable, Equatable, Codable {
    package let channel: String
    package let ts: String
    package let threadTS: String?
    package var text: String
    package var blocks: [JSONValue]
    package var metadata: JSONValue?
    /// The `ts` of the last change.
    package var edited: String?
    /// The id of the other app that posted it; nil for ours.
    package var otherBot: String?

    /// Whether it stands in the conversation itself, not in a thread.
    var isTopLevel: Bool { threadTS == nil || threadTS == ts }
}
