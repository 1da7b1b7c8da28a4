/// Slack's documented limits on blocks, and the undocumented one on their total.
///
/// See <https://docs.slack.dev/reference/block-kit/blocks> and <https://github.com/slackapi/bolt-js/issues/2509>.
enum BlockRules {
    static let longestTotal = 13_200

    /// - Throws: `MethodFailure`, as Slack answers.
    static func check(_ blocks: [JSONValue]) throws {
        if blocks.count > 50 { throw invalid("no more than 50 items allowed", "/blocks") }
        var total = 0
        for (index, block) in blocks.enumerated() {
            total += try check(block, at: "/blocks/\(index)")
        }
        if total > longestTotal { throw MethodFailure("msg_blocks_too_long") }
    }

    private static func check(_ block: JSONValue, at path: String) throws -> Int {
        if let id = block["block_id"]?.string, id.unicodeScalars.count > 255 {
            throw invalid("must be less than 256 characters", path + "/block_id")
        }
        switch block["type"]?.string {
        case "header":
            return try text(block["text"], ["plain_text"], 150, at: path + "/text")
        case "section":
            let fields = block["fields"]?.array ?? []
            if block["text"] == nil && fields.isEmpty { throw invalid("must have text or fields", path) }
            if fields.count > 10 { throw invalid("no more than 10 items allowed", path + "/fields") }
            var total = 0
            if let body = block["text"] { total += try text(body, both, 3_000, at: path + "/text") }
            for (index, field) in fields.enumerated() {
                total += try text(field, both, 2_000, at: "\(path)/fields/\(index)")
            }
            return total
        case "divider":
            return 0
        case "context":
            let elements = try list(block, 10, at: path)
            return try elements.enumerated().reduce(0) { total, element in
                try total + text(element.1, both, 2_000, at: "\(path)/elements/\(element.0)")
            }
        case "actions":
            let elements = try list(block, 25, at: path)
            return try elements.enumerated().reduce(0) { total, element in
                try total + button(element.1, at: "\(path)/elements/\(element.0)")
            }
        default:
            throw invalid("unsupported type: \(block["type"]?.string ?? "none")", path + "/type")
        }
    }

    private static let both: Set<String> = ["mrkdwn", "plain_text"]

    private static func button(_ button: JSONValue, at path: String) throws -> Int {
        guard button["type"]?.string == "button" else { throw invalid("unsupported element", path) }
        if (button["value"]?.string?.unicodeScalars.count ?? 0) > 2_000 {
            throw invalid("must be less than 2001 characters", path + "/value")
        }
        if (button["action_id"]?.string?.unicodeScalars.count ?? 0) > 255 {
            throw invalid("must be less than 256 characters", path + "/action_id")
        }
        return try text(button["text"], ["plain_text"], 75, at: path + "/text")
    }

    private static func list(_ block: JSONValue, _ most: Int, at path: String) throws -> [JSONValue] {
        guard let elements = block["elements"]?.array, !elements.isEmpty else {
            throw invalid("must have elements", path + "/elements")
        }
        if elements.count > most { throw invalid("no more than \(most) items allowed", path + "/elements") }
        return elements
    }

    private static func text(_ value: JSONValue?, _ kinds: Set<String>, _ most: Int, at path: String) throws -> Int {
        guard let type = value?["type"]?.string, let text = value?["text"]?.string else {
            throw invalid("missing required field: text", path)
        }
        guard kinds.contains(type) else { throw invalid("unsupported text type: \(type)", path + "/type") }
        let count = text.unicodeScalars.count
        if count == 0 { throw invalid("must be more than 0 characters", path + "/text") }
        if count > most { throw invalid("must be less than \(most + 1) characters", path + "/text") }
        return count
    }

    private static func invalid(_ what: String, _ path: String) -> MethodFailure {
        let message = "\(what) [json-pointer:\(path)]"
        return MethodFailure(
            "invalid_blocks",
            ["errors": [.string(message)], "response_metadata": ["messages": [.string("[ERROR] \(message)")]]])
    }
}
