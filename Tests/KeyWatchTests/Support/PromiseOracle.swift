import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// Judges deactivations by nothing but the messages in Slack and the changes in AWS.
///
/// It shares no code with what decides: it reads what was said, to whom and when.
struct PromiseOracle {
    let policy: Policy

    /// A sentence for every deactivation that surprised somebody.
    func broken(
        deactivations: [StatusChange], changes: [StatusChange], messages: [RecordedMessage]
    ) -> [String] {
        deactivations.flatMap { done in
            judge(done, since: lastSwitchedOn(done, changes), messages).map {
                "\(done.user.name)'s \(done.key), switched off on \(done.at.ISO8601Format()): \($0)"
            }
        }
    }

    private struct Said {
        let at: Date
        let recipient: Recipient
        let line: PlainPayload.Line
        let message: RecordedMessage
    }

    private func judge(_ done: StatusChange, since: Date, _ messages: [RecordedMessage]) -> [String] {
        let said = messages.filter { $0.at <= done.at && $0.isSaidToOwner }
            .flatMap { message in
                message.payload.lines.filter { $0.key == done.key }.map {
                    Said(at: message.at, recipient: message.recipient, line: $0, message: message)
                }
            }
        guard let last = said.last else { return ["nobody was told anything"] }
        var faults: [String] = []
        if let told = said.compactMap(\.line.deadline).max(), done.at < told {
            faults.append("a message spoke of \(told.ISO8601Format())")
        }
        if done.at < done.createdAt.addingTimeInterval(Double(policy.deactivateAt) * 86_400) {
            faults.append("it is younger than \(policy.deactivateAt) days")
        }
        if !said.allSatisfy({ $0.line.user == done.user.id && $0.line.keyCreatedAt == done.createdAt }) {
            faults.append("the messages spoke of another key")
        }
        // The last notice of an overdue key holds whatever its owner changes.
        let since = last.line.isLast ? .distantPast : since
        if !last.line.isLast, let person = person(of: done.user), case .person(let told) = last.recipient,
            told != person
        {
            faults.append("\(told) was told and \(person) answers for it")
        }
        if !last.line.isBinding { faults.append("the last message said that nothing would happen") }
        faults += judgeTime(said, done, since)
        faults += judgeCopies(said.filter { $0.at >= since && $0.line.isBinding }, done, messages)
        return faults
    }

    /// The words that count: to the recipient of the last one, all binding, since nothing stood between.
    private func judgeTime(_ said: [Said], _ done: StatusChange, _ since: Date) -> [String] {
        guard let recipient = said.last?.recipient else { return [] }
        let counting = said.reversed().prefix { $0.recipient == recipient && $0.line.isBinding && $0.at >= since }
        guard let first = counting.last else { return ["nothing that binds was said since it was last switched on"] }
        // A run takes up to an hour, and the same run days later must not be turned away for that.
        let told = first.at.addingTimeInterval(Double(policy.noticeDays) * 86_400 - 3_600)
        return done.at < told ? ["the first binding word came on \(first.at.ISO8601Format())"] : []
    }

    private func judgeCopies(_ said: [Said], _ done: StatusChange, _ messages: [RecordedMessage]) -> [String] {
        said.filter { said in
            said.recipient != .security && said.message.wasConfirmed
                && !messages.contains { copy in
                    copy.recipient == .security && copy.at <= done.at
                        && copy.payload.lines.contains { $0.key == done.key && $0.stage == said.line.stage }
                }
        }.map { "the channel has no copy of stage \($0.line.stage ?? 0)" }
    }

    private func lastSwitchedOn(_ done: StatusChange, _ changes: [StatusChange]) -> Date {
        // What Relevo switched on again by order has its own word with its own deadline.
        changes.last { $0.key == done.key && $0.isActive && !$0.byRelevo && $0.at <= done.at }?.at ?? .distantPast
    }

    /// Who answers for the user, read from the tags without the code under test.
    private func person(of user: User) -> SlackUserID? {
        user.tags.first { $0.key.lowercased() == "slack-id" }.flatMap { SlackUserID(rawValue: $0.value) }
    }
}

extension RecordedMessage {
    /// Whether it tells the person who answers for a key until when it works.
    fileprivate var isSaidToOwner: Bool {
        switch payload.word {
        case "notices", "unreachable": true
        case "restored": payload.audience == "owner"
        default: false
        }
    }
}
