/// Text in Slack's `mrkdwn` format, in which a foreign value always stays text.
///
/// Literals are kept as written. Every interpolated value is cleaned, shortened and escaped, so `"Hello \(name)"` can't
/// notify a channel, form a link or end a code span, whatever `name` contains. There is no way to make `Mrkdwn` from a
/// `String` variable without escaping it.
///
/// See <https://docs.slack.dev/messaging/formatting-message-text>.
package struct Mrkdwn: Sendable, Equatable, Hashable {
    /// What is sent to Slack.
    package let source: String

    /// For this module's own constructors, whose output is safe by construction.
    init(trusted source: String) {
        self.source = source
    }

    package static let empty = Mrkdwn(trusted: "")

    /// A foreign value as plain text, cut to `limit` characters.
    package static func text(_ value: String, limit: Int = ForeignText.usualLimit) -> Mrkdwn {
        Mrkdwn(trusted: ForeignText.prose(value, limit: limit))
    }

    /// The length to check against Slack's limits, counted the strictest way (UTF-16).
    package var length: Int { source.utf16.count }

    package var isEmpty: Bool { source.isEmpty }

    package static func + (left: Mrkdwn, right: Mrkdwn) -> Mrkdwn {
        Mrkdwn(trusted: left.source + right.source)
    }
}

extension Mrkdwn: ExpressibleByStringInterpolation {
    // `StaticString`, so that the compiler accepts literals only.
    package init(stringLiteral value: StaticString) {
        self.init(trusted: value.description)
    }

    package init(stringInterpolation: Interpolation) {
        self.init(trusted: stringInterpolation.source)
    }

    package struct Interpolation: StringInterpolationProtocol {
        var source = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            source += literal.description
        }

        /// A foreign value: escaped and cut to 200 characters.
        package mutating func appendInterpolation(_ value: String) {
            source += ForeignText.prose(value, limit: ForeignText.usualLimit)
        }

        package mutating func appendInterpolation(_ value: some BinaryInteger) {
            source += String(value)
        }

        /// Text that is already mrkdwn.
        package mutating func appendInterpolation(_ value: Mrkdwn) {
            source += value.source
        }
    }
}

extension Mrkdwn: Encodable {
    private enum Key: CodingKey { case type, text, verbatim }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("mrkdwn", forKey: .type)
        try container.encode(source, forKey: .text)
        // Without it, Slack turns bare addresses, #names and @here in other people's text into links.
        try container.encode(true, forKey: .verbatim)
    }
}

extension Sequence<Mrkdwn> {
    package func joined(separator: Mrkdwn) -> Mrkdwn {
        Mrkdwn(trusted: map(\.source).joined(separator: separator.source))
    }
}
