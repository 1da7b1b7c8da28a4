import FoundationEssentials
import KeyWatch

/// A composed message as a person can read it in a test: one block after the other, its kind in front.
///
/// Date tokens are shown as `<2026-03-17 14:05 UTC>`, after a check that both halves are the same instant.
struct Rendering: CustomStringConvertible {
    let text: String
    let blocks: [Block]

    struct Block: Decodable {
        let type: String
        let text: Text?
        let fields: [Text]?
        let elements: [Text]?

        var texts: [Text] { [text].compactMap(\.self) + (fields ?? []) + (elements ?? []) }

        var lines: [String] {
            var lines = ["[\(type)]"]
            if let text { lines.append(text.text) }
            for field in fields ?? [] {
                lines.append("  | " + field.text.split(separator: "\n").joined(separator: " | "))
            }
            for element in elements ?? [] { lines.append("  - " + element.text) }
            return lines
        }
    }

    struct Text: Decodable {
        let type: String
        let text: String
        let verbatim: Bool?
    }

    struct DateTokenDisagrees: Error {
        let token: Substring
    }

    private struct Payload: Decodable {
        let text: String
        let blocks: [Block]
    }

    let description: String

    init(_ message: ComposedMessage) throws { try self.init(payload: message.payload) }

    init(payload: String) throws {
        let payload = try JSONDecoder().decode(Payload.self, from: Data(payload.utf8))
        text = payload.text
        blocks = payload.blocks
        let shown = ["text: \(payload.text)"] + payload.blocks.flatMap(\.lines)
        description = try Self.withReadableDates(shown.joined(separator: "\n"))
    }

    /// The characters that Slack counts over all blocks, the strictest way.
    var length: Int { blocks.flatMap(\.texts).reduce(0) { $0 + $1.text.utf16.count } }

    private static func withReadableDates(_ text: String) throws -> String {
        var pieces = text.split(separator: "<!date^", omittingEmptySubsequences: false)
        for index in pieces.indices.dropFirst() {
            guard let end = pieces[index].firstIndex(of: ">") else { throw DateTokenDisagrees(token: pieces[index]) }
            let token = pieces[index][..<end]
            let halves = token.split(separator: "|")
            guard halves.count == 2, let format = halves[0].split(separator: "^").last,
                let shown = Self.shown[format],
                let epoch = Double(halves[0].prefix { $0 != "^" }),
                utc(Date(timeIntervalSince1970: epoch), shown.length) == halves[1]
            else { throw DateTokenDisagrees(token: token) }
            pieces[index] = "<\(shown.mark)\(halves[1])\(pieces[index][end...])"
        }
        return pieces.joined()
    }

    /// The formats that messages use: never one that may say "today". The long one shows the day of the week.
    private static let shown: [Substring: (mark: String, length: Int)] = [
        "{date_short} {time}": ("", 16), "{date_long} {time}": ("long ", 16), "{date_short}": ("", 10),
    ]

    private static func utc(_ instant: Date, _ length: Int) -> String {
        instant.ISO8601Format().prefix(length).split(separator: "T").joined(separator: " ") + " UTC"
    }
}
