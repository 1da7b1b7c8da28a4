package import FoundationEssentials

/// Gives words a language and a shape; without I/O.
package protocol Composer: Sendable {
    /// The messages that say `word`, in order, none of them over Slack's limits and no key's text torn over two.
    func compose(_ word: Notification, now: Date) -> [ComposedMessage]

    /// The same message, saying that it may be a repeat.
    func marked(_ payload: String) -> String
}
