import FoundationEssentials

/// A message that was composed earlier and written down: sent exactly as it stands.
package struct WrittenMessage: Sendable, Equatable {
    let text: String
    let blocks: JSONFragment

    /// Reads `{"text": …, "blocks": […]}`.
    ///
    /// - Throws: `SlackError.unusable` when it is not that.
    package init(json: String) throws(SlackError) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(json.utf8)), !form.text.isEmpty else {
            throw .unusable("a message that was written down can't be read any more")
        }
        text = form.text
        blocks = form.blocks
    }

    private struct Form: Decodable {
        let text: String
        let blocks: JSONFragment
    }
}

/// JSON carried through unread.
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
