import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// What the security channel reads about notices: copies, and messages whose owner can't be notified.
extension SlackComposer {
    /// Copies for the security channel: grouped by recipient, ids masked, nobody notified again.
    func noticeCopies(_ actions: [PlannedAction]) -> [ComposedMessage] {
        var order: [Recipient] = []
        var byRecipient: [Recipient: [PlannedAction]] = [:]
        for action in byDeadline(actions) {
            if byRecipient[action.recipient] == nil { order.append(action.recipient) }
            byRecipient[action.recipient, default: []].append(action)
        }
        let groups = order.flatMap { recipient -> [BlockGroup<[String]>] in
            let notified = byRecipient[recipient] ?? []
            guard let first = notified.first else { return [] }
            return BlockList.groups(
                common.copiesHeading(ShownRecipient(first)), notified.map { item($0, copyLine($0)) })
        }
        return messages(
            groups, opening: [.section(common.copiesTitle(actions.count))],
            continued: [.section(common.copiesContinued())], phrases: common,
            text: common.copiesTitle(actions.count))
    }

    /// Messages that could not be sent to the owner: the whole message, why it is here, and how to fix that.
    func unreachable(_ actions: [PlannedAction], now: Date) -> [ComposedMessage] {
        let groups = byDeadline(actions).map { action -> BlockGroup<[String]> in
            var blocks = unreachableBlocks(action, now: now)
            if let matter = common.matter(action.kind) { blocks.append(.section(matter)) }
            return BlockGroup(id: [action.id], blocks: blocks)
        }
        return messages(
            groups,
            opening: [.header(common.unreachableTitle(actions.count)), .section(common.unreachableIntro())],
            continued: [.section(common.unreachableContinued())], phrases: common,
            text: common.unreachableText(actions.count))
    }

    /// Which key, what happens to it, age and use, and why the owner can't be notified.
    private func unreachableBlocks(_ action: PlannedAction, now: Date) -> [Block] {
        let key = ShownKey(action, isPrivate: false)
        let consequence = action.notice.map {
            Consequence($0, of: action.user.owner.type, policy: settings.policy)
        }
        let line: Mrkdwn = ":key: \(common.key(key))"
        var blocks: [Block] = [
            .section(
                consequence.map { "\(line)\n\(common.consequence($0))" } ?? line,
                fields: [
                    "\(.bold(common.ageTitle()))\n\(common.age(key))",
                    "\(.bold(common.lastUseTitle()))\n\(common.lastUse(key.use))",
                ])
        ]
        if let stopped = stopped(action, common) { blocks.append(.section(stopped)) }
        if key.use.isRecent(at: now), let consequence { blocks.append(.section(common.usedRecently(key, consequence))) }
        let remarks = remarks(action, now: now)
        if !remarks.isEmpty { blocks.append(.context(remarks)) }
        if let reason = action.addressee.fallback {
            blocks.append(.section(":information_source: \(common.unreachable(reason, ShownOwner(action.user)))"))
        }
        return blocks
    }

    private func remarks(_ action: PlannedAction, now: Date) -> [Mrkdwn] {
        var remarks: [Mrkdwn] = []
        if action.notice?.isLast == true { remarks.append(common.lastNotice()) }
        if action.notice?.isPossibleRepeat == true { remarks.append(common.possibleRepeat()) }
        // IAM allows two. More can exist if keys were created at the same instant, and a context holds ten elements.
        for other in action.user.keys.filter({ $0.id != action.key.id }).prefix(5) {
            let shown = ShownKey(
                other, of: action.user, in: action.account, ageDays: max(0, other.age(at: now)), isPrivate: false)
            remarks.append(common.otherKey(shown))
        }
        return remarks
    }

    private func copyLine(_ action: PlannedAction) -> Mrkdwn {
        let key = ShownKey(action, isPrivate: false)
        var said = [common.key(key), common.ageInLine(key)]
        if let notice = action.notice {
            said.append(common.stageInLine(notice.stage))
            said.append(
                common.consequenceInLine(Consequence(notice, of: action.user.owner.type, policy: settings.policy)))
        }
        said.append(common.lastUseInLine(key.use))
        return said.joined(separator: ", ")
    }
}
