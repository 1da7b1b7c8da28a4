/// Shows a message's blocks; without any, its text.
struct BlockRenderer {
    let mrkdwn: MrkdwnRenderer

    func render(_ message: LocalMessage) -> HTML {
        if message.blocks.isEmpty { return "<div class=\"section\">\(mrkdwn.render(message.text))</div>" }
        return message.blocks.map(block).joined()
    }

    private func block(_ block: JSONValue) -> HTML {
        let elements = block["elements"]?.array ?? []
        switch block["type"]?.string {
        case "header":
            return "<h3>\(text(block["text"]))</h3>"
        case "divider":
            return "<hr>"
        case "context":
            return "<div class=\"context\">\(elements.map { "<span>\(text($0))</span>" as HTML }.joined())</div>"
        case "actions":
            let buttons = elements.map { element -> HTML in
                "<span class=\"button \(element["style"]?.string ?? "")\">\(text(element["text"]))</span>"
            }
            return "<div class=\"actions\">\(buttons.joined())</div>"
        case "section":
            let body: HTML = block["text"].map { "<div>\(text($0))</div>" } ?? .empty
            let fields = (block["fields"]?.array ?? []).map { "<div>\(text($0))</div>" as HTML }
            let grid: HTML = fields.isEmpty ? .empty : "<div class=\"fields\">\(fields.joined())</div>"
            return "<div class=\"section\">\(body)\(grid)</div>"
        default:
            return .empty
        }
    }

    private func text(_ value: JSONValue?) -> HTML {
        let source = value?["text"]?.string ?? ""
        return value?["type"]?.string == "plain_text" ? .text(source) : mrkdwn.render(source)
    }
}
