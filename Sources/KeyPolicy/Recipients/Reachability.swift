/// What Slack says of a person before a first message.
package enum Reachability: Hashable, Sendable {
    case reachable
    /// A definite answer: word goes to the security channel instead.
    case unreachable(UnreachableReason)
    /// No answer (time-out, 429, 5xx): nothing is sent and nothing is moved; tried again next run.
    case unknown(String)
}
