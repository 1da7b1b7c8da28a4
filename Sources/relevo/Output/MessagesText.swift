import KeyPolicy
import KeyWatch

/// Every message that a plan would send, as plain text under the name of who gets it.
struct MessagesText {
    let plan: Plan
    let composer: any Composer

    func text(_ terminal: Terminal) -> String {
        PlannedNotifications(plan).all.flatMap { spoken in
            composer.compose(spoken.word, now: plan.at).map { message in
                "\n  " + terminal.styled("to \(spoken.recipient.text)", .faint) + "\n"
                    + MessageText(message: message).text
            }
        }.joined(separator: "\n")
    }
}
