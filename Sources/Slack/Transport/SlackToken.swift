import FoundationEssentials
import Redaction

/// A Slack token that never appears in descriptions, reflections, dumps or logs.
///
/// Token kinds: <https://docs.slack.dev/authentication/tokens>
package struct SlackToken: Sendable, Equatable {
    private let secret: String

    package init(_ secret: String) {
        self.secret = secret
    }

    /// The value of the `Authorization` header: besides `join(_:)`, the only access to the secret.
    var authorization: String { "Bearer \(secret)" }

    /// Adds the secret to those that are removed from every client's errors.
    func join(_ secrets: SecretsInUse) { secrets.add([secret]) }

    /// The answer with the token removed everywhere, because parts of a good answer are shown and stored too.
    func removed(from response: SlackResponse) -> SlackResponse {
        let search = SecretSearch([secret])
        return SlackResponse(
            status: response.status, headers: response.headers.mapValues(search.redacted),
            body: Data(search.redacted(Array(response.body))))
    }

    /// Whether it can be sent at all: visible ASCII and not empty.
    package var isSendable: Bool {
        !secret.isEmpty && secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension SlackToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SlackToken(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
