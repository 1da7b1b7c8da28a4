/// A Slack token that shows itself nowhere: not in descriptions, reflections, dumps or logs.
///
/// Token kinds: <https://docs.slack.dev/authentication/tokens>
package struct SlackToken: Sendable, Equatable {
    private let secret: String

    package init(_ secret: String) {
        self.secret = secret
    }

    /// The value of the `Authorization` header: the only way out for the secret.
    var authorization: String { "Bearer \(secret)" }

    /// Whether it could be sent at all: visible ASCII and not empty.
    package var isSendable: Bool {
        !secret.isEmpty && secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension SlackToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SlackToken(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
