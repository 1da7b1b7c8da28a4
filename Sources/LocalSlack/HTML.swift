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
