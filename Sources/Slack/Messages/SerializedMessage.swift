import FoundationEssentials

/// A message that was composed earlier and stored as JSON; it is sent unchanged.
package struct SerializedMessage: Sendable, Equatable {
    let text: String
    let blocks: JSONFragment

    /// Reads `{"text": …, "blocks": […]}`.
    ///
    /// - Throws: `SlackError.unusable` if the JSON has another form.
    package init(json: String) throws(SlackError) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(json.utf8)), !form.text.isEmpty else {
            throw .unusable("a stored message can't be read")
        }
        text = form.text
        blocks = form.blocks
    }

    private struct Form: Codable {
        let text: String
        let blocks: JSONFragment
    }

    private init(text: String, blocks: JSONFragment) {
        self.text = text
        self.blocks = blocks
    }

    /// The JSON to store.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Form(text: text, blocks: blocks)), as: UTF8.self)
    }

    /// The same message with a line of small text above it and before the text for notifications, each only where
    /// Slack's limits leave room.
    package func opened(with line: Mrkdwn) throws -> SerializedMessage {
        let longer = "\(line.source) \(text)"
        let text = longer.utf16.count <= BlockLimits.text ? longer : text
        guard case .array(let list) = blocks, list.count < BlockLimits.blocks,
            blocks.textLength + line.length <= BlockLimits.total
        else { return SerializedMessage(text: text, blocks: blocks) }
        let encoded = try JSONEncoder().encode(Block.context([line]))
        let first = try JSONDecoder().decode(JSONFragment.self, from: encoded)
        return SerializedMessage(text: text, blocks: .array([first] + list))
    }
}

/// JSON that is passed on unchanged.
enum JSONFragment: Sendable, Equatable, Codable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONFragment])
    case object([String: JSONFragment])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONFragment].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONFragment].self))
        }
    }

    /// The length of all its strings: an upper bound, as Slack counts less.
    var textLength: Int {
        switch self {
        case .null, .bool, .integer, .number: 0
        case .string(let value): value.utf16.count
        case .array(let values): values.reduce(0) { $0 + $1.textLength }
        case .object(let values): values.values.reduce(0) { $0 + $1.textLength }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
