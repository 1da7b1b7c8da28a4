/// Text in Slack's `mrkdwn` that no outside value can turn into anything but text.
///
/// What is written in the source code stands as it is; every interpolated value is cleaned, bounded and escaped, so that
/// `"Hello \(name)"` can't ping a channel, form a link or break a code span, whatever `name` holds. There is no way to
/// make one from a `String` that was not written in the source.
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

    /// An outside value as plain text, cut to `limit` characters.
    package static func text(_ value: String, limit: Int = ForeignText.usualLimit) -> Mrkdwn {
        Mrkdwn(trusted: ForeignText.prose(value, limit: limit))
    }

    /// The length Slack's limits are held against, counted the strictest way (UTF-16).
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

        /// An outside value: escaped, cut to 200 characters.
        package mutating func appendInterpolation(_ value: String) {
            source += ForeignText.prose(value, limit: ForeignText.usualLimit)
        }

        package mutating func appendInterpolation(_ value: some BinaryInteger) {
            source += String(value)
        }

        /// Text that already is mrkdwn.
        package mutating func appendInterpolation(_ value: Mrkdwn) {
            source += value.source
        }
    }
}

extension Sequence<Mrkdwn> {
    package func joined(separator: Mrkdwn) -> Mrkdwn {
        Mrkdwn(trusted: map(\.source).joined(separator: separator.source))
    }
}
