import FoundationEssentials

/// A call's arguments, sent as JSON or as a form.
package struct Arguments: Sendable {
    package private(set) var values: [String: JSONValue]

    package init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// - Throws: `MethodFailure` with Slack's code for what can't be read.
    init(contentType: String, body: Data, query: String) throws {
        values = FormDecoding.fields(query)
        if contentType.hasPrefix("application/json") {
            guard let json = try? JSONDecoder().decode(JSONValue.self, from: body) else {
                throw MethodFailure("invalid_json")
            }
            guard let object = json.object else { throw MethodFailure("json_not_object") }
            values.merge(object) { _, last in last }
        } else {
            values.merge(FormDecoding.fields(String(decoding: body, as: UTF8.self))) { _, last in last }
        }
    }

    subscript(_ name: String) -> String? {
        switch values[name] {
        case .string(let value): value.isEmpty ? nil : value
        case .number(let value): Int(exactly: value).map(String.init) ?? String(value)
        default: nil
        }
    }

    func flag(_ name: String) -> Bool {
        values[name]?.bool ?? ["true", "1"].contains(self[name] ?? "")
    }

    /// A structured argument; in a form it is JSON within a string.
    func structure(_ name: String) throws -> JSONValue? {
        guard let value = values[name], value != .null else { return nil }
        guard let text = value.string else { return value }
        if text.isEmpty { return nil }
        guard let parsed = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            throw MethodFailure(name == "blocks" ? "invalid_blocks_format" : "invalid_\(name)_format")
        }
        return parsed
    }
}

/// `application/x-www-form-urlencoded` and query strings.
enum FormDecoding {
    /// Names and values; of a name given twice, the last.
    static func fields(_ text: String) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            values[decoded(halves[0])] = .string(halves.count > 1 ? decoded(halves[1]) : "")
        }
        return values
    }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let pair = String(decoding: rest.prefix(2), as: UTF8.self)
                if pair.utf8.count == 2, let value = UInt8(pair, radix: 16) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default:
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
