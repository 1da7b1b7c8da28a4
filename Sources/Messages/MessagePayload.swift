import FoundationEssentials
import Slack

/// A message as the ledger keeps it and the messenger sends it: `{"blocks": […], "text": "…"}`.
struct MessagePayload: Encodable {
    let text: String
    let blocks: [Block]

    init(_ message: Message) {
        text = message.text.source
        blocks = message.blocks
    }

    /// The same bytes for the same message.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
