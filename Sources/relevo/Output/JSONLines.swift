import FoundationEssentials

/// A JSON document as lines: first the document without its lists, then each item of the lists. The names of all members
/// stay; `type` says what a line is.
struct JSONLines {
    /// What becomes of one of the document's lists.
    struct List {
        /// The member that holds the list.
        let member: String
        /// The `type` of its items.
        let type: String

        init(_ member: String, of type: String) {
            self.member = member
            self.type = type
        }
    }

    /// What the document itself is.
    let type: String
    let lists: [List]

    func text(_ document: String) throws -> String {
        try text(JSONDecoder().decode([String: JSONValue].self, from: Data(document.utf8)))
    }

    fileprivate func text(_ document: [String: JSONValue]) throws -> String {
        var head = document
        for list in lists { head[list.member] = nil }
        var lines = [try line(head, type)]
        for list in lists {
            guard case .list(let items) = document[list.member] else { continue }
            for case .object(let item) in items { lines.append(try line(item, list.type)) }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ object: [String: JSONValue], _ type: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let typed = object.merging(["type": .text(type)]) { _, new in new }
        return String(decoding: try encoder.encode(typed), as: UTF8.self)
    }
}

extension JSONLines {
    static let scan = JSONLines(type: "scan", lists: [List("accounts", of: "account"), List("users", of: "user")])
    static let plan = JSONLines(
        type: "plan",
        lists: [
            List("accounts", of: "account"), List("stops", of: "stop"), List("actions", of: "action"),
            List("held", of: "held"), List("findings", of: "finding"), List("exemptions", of: "exemption"),
        ])
    static let doctor = JSONLines(type: "doctor", lists: [List("checks", of: "check")])
    static let exemptions = JSONLines(type: "exemptions", lists: [List("exemptions", of: "exemption")])

    /// A forecast, then the lines of each day's plan.
    static func forecast(_ document: String) throws -> String {
        var head = try JSONDecoder().decode([String: JSONValue].self, from: Data(document.utf8))
        let days = head.removeValue(forKey: "days")
        var lines = [try JSONLines(type: "forecast", lists: []).text(head)]
        if case .list(let plans) = days {
            for case .object(let day) in plans { lines.append(try plan.text(day)) }
        }
        return lines.joined(separator: "\n")
    }
}

/// Any JSON value.
private enum JSONValue: Codable {
    case null
    case bool(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .whole(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
