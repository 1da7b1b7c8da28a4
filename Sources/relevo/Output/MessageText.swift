import FoundationEssentials
import KeyWatch

/// A composed message as plain text: the same words, without Slack around them.
struct MessageText {
    let message: ComposedMessage

    var text: String {
        guard let payload = try? JSONDecoder().decode(Payload.self, from: Data(message.payload.utf8)) else { return "" }
        return payload.blocks.flatMap(\.lines).map { "    \($0)" }.joined(separator: "\n")
    }

    private struct Payload: Decodable {
        let blocks: [Block]
    }

    private struct Block: Decodable {
        let type: String
        let text: Text?
        let fields: [Text]?
        let elements: [Text]?

        var lines: [String] {
            guard type != "divider" else { return ["———"] }
            let texts = [text].compactMap(\.self) + (fields ?? []) + (elements ?? [])
            return texts.flatMap {
                ($0.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }

    private struct Text: Decodable {
        let text: String?
    }
}
