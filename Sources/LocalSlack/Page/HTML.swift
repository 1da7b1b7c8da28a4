/// A piece of HTML that is safe to place in a page.
struct HTML: Sendable, Equatable {
    let source: String

    init(trusted source: String) {
        self.source = source
    }

    /// Text from anywhere.
    static func text(_ value: String) -> HTML {
        HTML(trusted: escaped(value))
    }

    static let empty = HTML(trusted: "")

    static func + (left: HTML, right: HTML) -> HTML {
        HTML(trusted: left.source + right.source)
    }

    static func escaped(_ value: String) -> String {
        var out = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral value: StaticString) {
        self.init(trusted: value.description)
    }

    init(stringInterpolation: Interpolation) {
        self.init(trusted: stringInterpolation.source)
    }

    /// Escapes every string; HTML stays as it is.
    struct Interpolation: StringInterpolationProtocol {
        var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: StaticString) { source += literal.description }
        mutating func appendInterpolation(_ value: String) { source += HTML.escaped(value) }
        mutating func appendInterpolation(_ value: Int) { source += String(value) }
        mutating func appendInterpolation(_ value: HTML) { source += value.source }
    }
}

extension Sequence<HTML> {
    func joined() -> HTML {
        HTML(trusted: map(\.source).joined())
    }
}

/// Renders a message's blocks, or its text if it has none.
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
