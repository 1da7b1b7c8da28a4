package import KeyPolicy

/// The words that a plan would have said, each with where it goes: what a run sends, without sending it.
package struct PlannedNotifications: Sendable {
    /// A word and its readers.
    package struct Spoken: Sendable {
        package let recipient: Recipient
        package let word: Notification
    }

    package let all: [Spoken]

    package init(_ plan: Plan) {
        var all: [Spoken] = []
        for action in plan.deactivations {
            all += action.audiences.map { audience, recipient, action in
                Spoken(recipient: recipient, word: .deactivated(action, audience: audience))
            }
        }
        let notices = Dictionary(grouping: plan.notices, by: \.recipient).sorted { $0.key < $1.key }
        for (recipient, group) in notices {
            all.append(
                Spoken(recipient: recipient, word: recipient == .security ? .unreachable(group) : .notices(group)))
        }
        let copies = plan.notices.filter { $0.recipient != .security }
        if !copies.isEmpty { all.append(Spoken(recipient: .security, word: .noticeCopies(copies))) }
        for kind in Announcement.Kind.allCases {
            let actions = plan.actions.filter { $0.announcement?.row.kind == kind }
            guard !actions.isEmpty else { continue }
            all.append(Spoken(recipient: .security, word: .announcement(kind, actions, audience: .channel)))
            for (recipient, group) in actions.byOwner {
                all.append(Spoken(recipient: recipient, word: .announcement(kind, group, audience: .owner)))
            }
        }
        self.all = all
    }
}
