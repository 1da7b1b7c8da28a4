import Synchronization

/// The secrets that this process uses, searched for in whatever an answer says before anyone reads it.
///
/// A server, or a proxy in its place, may repeat what it was sent. One list serves every client, so that what one of them
/// sent is not shown by another. It holds the secrets and shows none: neither printed, nor dumped.
package final class SecretsInUse: Sendable {
    private let values: Mutex<Set<String>>

    package init(_ secrets: [String] = []) {
        values = Mutex(Set(secrets))
    }

    package func add(_ secrets: [String]) {
        values.withLock { $0.formUnion(secrets) }
    }

    /// The text with `[redacted]` in place of every secret in use.
    ///
    /// - Parameters:
    ///   - text: cleaned already: characters that nobody sees, in the middle of a secret, would hide it here.
    ///   - more: secrets of one call alone, such as its signature.
    package func redacted(_ text: String, also more: [String] = []) -> String {
        SecretSearch(values.withLock { $0.union(more) }).redacted(text)
    }
}

extension SecretsInUse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretsInUse(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
