import KeyPolicy

/// Asks Slack about each person once a run.
actor Reachabilities {
    private let messenger: any Messenger
    private var known: [SlackUserID: Reachability] = [:]

    init(messenger: any Messenger) { self.messenger = messenger }

    /// What was asked already in this run; nil for everybody else.
    func known(_ recipient: Recipient) -> Reachability? {
        guard case .person(let person) = recipient else { return nil }
        return known[person]
    }

    func of(_ recipient: Recipient) async -> Reachability {
        guard case .person(let person) = recipient else { return .reachable }
        if let answer = known[person] { return answer }
        let answer = await messenger.reachability(of: person)
        known[person] = answer
        return answer
    }
}
