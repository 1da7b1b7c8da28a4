import FoundationEssentials
import KeyPolicy

/// Asks Slack about each person once per run.
actor Reachabilities {
    private let messenger: any ReachabilitySource
    private let clock: RunClock
    private let mayAskUntil: Date
    private var known: [SlackUserID: Reachability]
    /// Answers about people before anything is due for them.
    private var presences: [SlackUserID: Reachability]

    /// - Parameters:
    ///   - since: the instant of the decision. In the second half of its hour, nobody with something due is asked about:
    ///     messages are still to be sent.
    ///   - answers: of the earlier calls of the same decision.
    init(messenger: any ReachabilitySource, clock: RunClock, since: Date, answers: Answers? = nil) {
        self.messenger = messenger
        self.clock = clock
        mayAskUntil = since.addingTimeInterval(Gate.longestRun / 2)
        known = answers?.known ?? [:]
        presences = answers?.presences ?? [:]
    }

    /// What Slack has answered, for the next call of a decision that takes several.
    struct Answers: Codable, Sendable {
        fileprivate let known: [SlackUserID: Reachability]
        fileprivate let presences: [SlackUserID: Reachability]
    }

    var answers: Answers {
        Answers(known: known.filter { $0.value.isAnswer }, presences: presences.filter { $0.value.isAnswer })
    }

    /// Who of this owner's tags has left, by an answer of this run.
    func leaver(_ owner: Owner) -> Recipient? {
        guard let person = owner.slackUser else { return nil }
        let answer = known[person] ?? presences[person]
        return answer == .unreachable(.personLeft) ? .person(person) : nil
    }

    /// Whether a person can't be reached; nil where this run doesn't know.
    func isLost(_ recipient: Recipient) -> Bool? {
        guard case .person(let person) = recipient else { return nil }
        return switch known[person] ?? presences[person] {
        case .reachable: false
        case .unreachable: true
        case .unlisted, .unknown, nil: nil
        }
    }

    /// People whom a run has time to ask about at least.
    static let surelyAsked = 50
    /// Few enough that one pause of Slack doesn't look like many.
    private static let atOnce = 4
    private static let mostUnanswered = 3

    /// Asks who has left, until time is up or Slack doesn't answer.
    func askWhoLeft(_ people: [SlackUserID]) async {
        let messenger = messenger
        var unanswered = 0
        let answers = await clock.answers(
            to: people.filter { presences[$0] == nil }, atOnce: Self.atOnce,
            until: { answer in
                if case .unknown = answer { unanswered += 1 }
                return unanswered >= Self.mostUnanswered
            }, ask: { await messenger.presence(of: $0) })
        for (person, answer) in answers { presences[person] = answer }
    }

    /// Whether a recipient can be reached. Opens the conversation with a person, once.
    func of(_ recipient: Recipient) async -> Reachability {
        guard case .person(let person) = recipient else { return .reachable }
        if let answer = known[person] { return answer }
        guard clock.policy() < mayAskUntil else {
            return .unknown("there was no time to ask Slack; a later run asks")
        }
        let answer = await messenger.reachability(of: person)
        known[person] = answer
        return answer
    }
}

extension Reachability {
    fileprivate var isAnswer: Bool { if case .unknown = self { false } else { true } }
}
