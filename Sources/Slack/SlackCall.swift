/// One attempt of one call, for metrics and progress; holds no text and no token.
package struct SlackCall: Sendable, Equatable {
    package let method: String
    /// Counted from 1.
    package let attempt: Int
    /// `ok`, Slack's error code, or a word of ours.
    package let outcome: String
    /// How long this attempt took, without the waiting before it.
    package let duration: Duration
    /// How long it waited for its turn.
    package let waited: Duration
}
