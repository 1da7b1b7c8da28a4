import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension SlackComposer {
    /// Copies for the security channel: gathered by who was told, ids masked, nobody notified again.
    func noticeCopies(_ actions: [PlannedAction]) -> [ComposedMessage] {
        var order: [Recipient] = []
        var byRecipient: [Recipient: [PlannedAction]] = [:]
        for action in byDeadline(actions) {
            if byRecipient[action.recipient] == nil { order.append(action.recipient) }
            byRecipient[action.recipient, default: []].append(action)
        }
        let groups = order.flatMap { recipient -> [BlockGroup<[String]>] in
            let told = byRecipient[recipient] ?? []
            guard let first = told.first else { return [] }
            return BlockList.groups(common.told(ShownRecipient(first)), told.map { item($0, copyLine($0)) })
        }
        return messages(
            groups, opening: [.section(common.copiesTitle(actions.count))],
            continued: [.section(common.copiesContinued())], phrases: common,
            text: common.copiesTitle(actions.count))
    }

    /// Word that could not go to its owner: the whole of it, why it is here, and what mends that.
    func unreachable(_ actions: [PlannedAction], now: Date) -> [ComposedMessage] {
        let groups = byDeadline(actions).map { action -> BlockGroup<[String]> in
            var blocks = noticeBlocks(action, phrases: common, readers: .standIn, now: now)
            if let matter = common.matter(action.kind) { blocks.append(.section(matter)) }
            return BlockGroup(id: [action.id], blocks: blocks)
        }
        return messages(
            groups,
            opening: [.header(common.unreachableTitle(actions.count)), .section(common.unreachableIntro())],
            continued: [.section(common.unreachableContinued())], phrases: common,
            text: common.unreachableText(actions.count))
    }

    func accountsLeft(_ accounts: [AbsentAccount]) -> [ComposedMessage] {
        let heading = common.accountsLeft(accounts.count)
        let items = accounts.map { absent in
            BlockList.Item(covers: [], line: common.accountLeft(ShownKey.account(absent.account), absent.why))
        }
        return messages(BlockList.groups(heading, items), phrases: common, text: heading)
    }

    func item(_ action: PlannedAction, _ line: Mrkdwn) -> BlockList.Item {
        BlockList.Item(covers: [action.id], line: line)
    }

    private func copyLine(_ action: PlannedAction) -> Mrkdwn {
        let key = ShownKey(action, isPrivate: false)
        var said = [common.key(key), common.ageInLine(key)]
        if let notice = action.notice {
            said.append(common.stageInLine(notice.stage))
            said.append(common.fateInLine(Fate(notice, of: action.user.owner.type, policy: settings.policy)))
        }
        said.append(common.lastUseInLine(key.use))
        return said.joined(separator: ", ")
    }
}
