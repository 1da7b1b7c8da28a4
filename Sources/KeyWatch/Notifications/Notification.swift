package import FoundationEssentials
package import KeyPolicy

/// A message's content, before it has a language or a format.
package enum Notification: Hashable, Sendable {
    /// To one recipient: every notice that is due for their keys, in all accounts.
    case notices([PlannedAction])
    /// To the security channel, in the summary's thread: copies of the notices that went to others.
    case noticeCopies([PlannedAction])
    /// To the owner or their stand-in, and to the channel: a key was deactivated as promised.
    case deactivated(PlannedAction, audience: Audience)
    /// One kind of announcement about any number of keys.
    case announcement(Announcement.Kind, [PlannedAction], audience: Audience)
    case restored(PlannedAction, audience: Audience)
    /// To the channel: what the alarm stops in this run, and how to release it.
    case braked([HeldKey], run: RunID)
    /// To the channel: somebody continued although it is unknown what other runs promised; these keys begin a new
    /// round, and nothing is deactivated before `until`.
    case ledgerAccepted([HeldKey], until: Date)
    /// To the summary's thread: accounts with open promises that its own message has no room for, for other ledgers to
    /// read.
    case promisesContinued(part: Int, of: Int)
    /// To the channel: an exemption granted or ended by command.
    case exempted(ExemptionInForce)
    case exemptionEnded(ExemptionInForce, reason: String, approver: String)
    /// To the channel, at the top level: deactivations are stopped or resumed.
    case stopped(Stop)
    case resumed([Stop], by: String, reason: String)
    /// To the channel, every day: users who must be confirmed to be machines.
    case stopsUnconfirmed([Stop])
    /// To the channel: changes of the configuration; `from` is the day from which more is enforced.
    case settingsChanged([SettingChange], from: CivilDate?)
    /// To the channel: notices to owners who can't be reached, and why.
    case unreachable([PlannedAction])
    /// To the channel, once a week: users whose keys stay active because their owners can't be reached.
    case ownersUnreachable([Finding])
    /// To the channel: accounts that are no longer watched, and why.
    case accountsLeft([AbsentAccount])
    /// To the channel, as soon as AWS reports it: a credential that is no access key, for one service.
    case serviceCredential(NewServiceCredential)
    /// The run's summary, posted first and completed last.
    case summary(RunSummary)

    /// Who reads it: an owner sees whole key ids and what to do, the channel sees masked ids and who was told.
    package enum Audience: String, Hashable, Sendable {
        case owner
        case channel
    }
}

/// Turns notifications into messages in a language and a format; without I/O.
package protocol Composer: Sendable {
    /// The messages for a notification, in order, each within Slack's limits and no key's text split over two.
    func compose(_ notification: Notification, now: Date) -> [ComposedMessage]

    /// The same message, saying that it may be a repeat.
    func marked(_ payload: String) -> String
}

/// A message as it will be sent, within Slack's limits.
package struct ComposedMessage: Hashable, Sendable {
    /// Blocks and fallback text as JSON; opaque to all but the messenger.
    package let payload: String
    /// Ids of the actions (`PlannedAction.id`) whose text is in this very part.
    package let covers: [String]
    /// What follows in the message's thread once it was delivered: more explanation, encoded like `payload`. Nothing
    /// depends on its arrival.
    package let replies: [String]

    package init(payload: String, covers: [String], replies: [String] = []) {
        self.payload = payload
        self.covers = covers
        self.replies = replies
    }
}

/// The notifications of a plan, each with its recipient: what a run would send.
package struct PlannedNotifications: Sendable {
    /// A notification and its recipient.
    package struct Addressed: Sendable {
        package let recipient: Recipient
        package let notification: Notification
    }

    package let all: [Addressed]

    package init(_ plan: Plan) {
        var all: [Addressed] = []
        for action in plan.deactivations {
            all += action.audiences.map { audience, recipient, action in
                Addressed(recipient: recipient, notification: .deactivated(action, audience: audience))
            }
        }
        let notices = Dictionary(grouping: plan.notices, by: \.recipient).sorted { $0.key < $1.key }
        for (recipient, group) in notices {
            all.append(
                Addressed(
                    recipient: recipient, notification: recipient == .security ? .unreachable(group) : .notices(group)))
        }
        let copies = plan.notices.filter { $0.recipient != .security }
        if !copies.isEmpty { all.append(Addressed(recipient: .security, notification: .noticeCopies(copies))) }
        for kind in Announcement.Kind.allCases {
            let actions = plan.actions.filter { $0.announcement?.row.kind == kind }
            guard !actions.isEmpty else { continue }
            all.append(Addressed(recipient: .security, notification: .announcement(kind, actions, audience: .channel)))
            for (recipient, group) in actions.byOwner {
                all.append(Addressed(recipient: recipient, notification: .announcement(kind, group, audience: .owner)))
            }
        }
        if !plan.weeklyList.isEmpty {
            all.append(Addressed(recipient: .security, notification: .ownersUnreachable(plan.weeklyList)))
        }
        self.all = all
    }
}

extension String {
    /// A sentence without its full stop, for use inside another one.
    var clause: String { hasSuffix(".") ? String(dropLast()) : self }
}
