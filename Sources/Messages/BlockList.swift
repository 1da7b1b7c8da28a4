import FoundationEssentials
import Slack

/// Lines under a heading, each with the actions it covers, in as few sections as possible; no line is split.
struct BlockList {
    struct Item {
        /// The actions that the line is about.
        let covers: [String]
        let line: Mrkdwn
    }

    /// Leaves room for a heading and for what Slack counts differently.
    private static let longestSection = BlockLimits.sectionText - 100

    static func groups(_ heading: Mrkdwn, _ items: [Item]) -> [BlockGroup<[String]>] {
        var groups: [BlockGroup<[String]>] = []
        var text = heading
        var covers: [String] = []
        var isFilled = false
        for item in items {
            let longer: Mrkdwn = "\(text)\n• \(item.line)"
            if isFilled && longer.length > longestSection {
                groups.append(BlockGroup(id: covers, blocks: [.section(text)]))
                (text, covers) = ("\(heading)\n• \(item.line)", item.covers)
            } else {
                (text, covers) = (longer, covers + item.covers)
            }
            isFilled = true
        }
        if isFilled { groups.append(BlockGroup(id: covers, blocks: [.section(text)])) }
        return groups
    }
}

/// A message as the ledger keeps it and the messenger sends it: `{"blocks": […], "text": "…"}`.
struct MessagePayload: Encodable {
    let text: String
    let blocks: [Block]

    init(_ message: Message) {
        text = message.text.source
        blocks = message.blocks
    }

    /// Encodes the same message to the same bytes.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
