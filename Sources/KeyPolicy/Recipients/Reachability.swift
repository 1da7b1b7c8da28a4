/// What Slack says of a person before a first message.
package enum Reachability: Hashable, Sendable {
    case reachable
    /// A definite answer: word goes to the security channel instead.
    case unreachable(UnreachableReason)
    /// No answer (time-out, 429, 5xx): nothing is sent and nothing is moved; tried again next run.
    case unknown(String)
    /// Slack said no with a code that isn't on our list: as unknown at first, and a refusal once it has gone on for a week.
    case unlisted(String)

    /// Why nobody can say who is reached; nil when it is known.
    ///
    /// - Parameter hasMoved: whether word goes to a stand-in already, who doesn't depend on this answer.
    package func doubt(hasMoved: Bool) -> String? {
        switch self {
        case .reachable, .unreachable: nil
        case .unknown(let why): why
        case .unlisted(let why): hasMoved ? nil : why
        }
    }
}
