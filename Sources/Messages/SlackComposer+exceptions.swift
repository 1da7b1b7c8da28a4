import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// What is told beside the ladder.
extension SlackComposer {
    func exemptionsEnding(_ actions: [PlannedAction], _ audience: Word.Audience) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let items = actions.compactMap { action -> BlockList.Item? in
            guard case .exemptionEnding(let exemption) = action.kind else { return nil }
            let shown = ShownExemption(exemption, of: action.user, in: action.account, key: nil)
            return item(action, phrases.exemptionEnding(ShownKey(action, isPrivate: isPrivate), shown))
        }
        let title = phrases.exemptionsEndingTitle(actions.count)
        return messages(
            BlockList.groups(title, items), closing: [.context([phrases.afterExemptions(channel: channel)])],
            phrases: phrases, text: title)
    }

    func restoresEnding(_ actions: [PlannedAction], _ audience: Word.Audience) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let items = actions.compactMap { action -> BlockList.Item? in
            guard case .tell(.restoreEnding(let until)) = action.kind else { return nil }
            return item(action, phrases.restoreEnding(ShownKey(action, isPrivate: isPrivate), until: until))
        }
        let title = phrases.restoresEndingTitle(actions.count)
        return messages(BlockList.groups(title, items), phrases: phrases, text: title)
    }

    func decoysUsed(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let items = actions.compactMap { action -> BlockList.Item? in
            guard case .tell(.decoyUsed(let at, let service, let region)) = action.kind else { return nil }
            return item(
                action,
                common.decoyUsed(
                    ShownKey(action, isPrivate: false), at: at, service: service.map { .text($0, limit: 40) },
                    region: region.map { .text($0, limit: 40) }))
        }
        let title = common.decoysUsedTitle(actions.count)
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }

    func retirementsOffered(_ actions: [PlannedAction], _ audience: Word.Audience) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let items = actions.compactMap { action -> BlockList.Item? in
            guard case .tell(.retirementOffered(let successor)) = action.kind else { return nil }
            let key = ShownKey(action, isPrivate: isPrivate)
            let next = ShownKey.id(successor, isPrivate: isPrivate)
            guard audience == .channel else { return item(action, phrases.retirementOffered(key, successor: next)) }
            let command = Mrkdwn.code(
                "relevo retire \(action.key.id.masked) --agreed-by \(action.recipient.text) --reason …", limit: 200)
            return item(
                action,
                phrases.retirementOfferedInChannel(
                    key, of: ShownRecipient(action), successor: next, command: command))
        }
        let title = phrases.retirementsOfferedTitle(actions.count)
        return messages(
            BlockList.groups(title, items),
            closing: audience == .owner ? [.section(phrases.howToAgree(channel: channel))] : [],
            phrases: phrases, text: title)
    }

    func retired(_ action: PlannedAction, _ audience: Word.Audience) -> [ComposedMessage] {
        guard case .retire(let retirement) = action.kind else { return [] }
        let agreedBy = Mrkdwn.code(retirement.agreedBy.rawValue)
        let reason = Mrkdwn.text(retirement.reason, limit: 300)
        if audience == .channel {
            let line = common.retiredInChannel(
                ShownKey(action, isPrivate: false), of: ShownRecipient(action),
                successor: ShownKey.id(retirement.successor, isPrivate: false), agreedBy: agreedBy, reason: reason)
            return messages([BlockGroup(id: [action.id], blocks: [.section(line)])], phrases: common, text: line)
        }
        let phrases = phrases(for: [action])
        let isPrivate = Readers(of: [action]).isPrivate
        let line = phrases.retired(
            ShownKey(action, isPrivate: isPrivate),
            successor: ShownKey.id(retirement.successor, isPrivate: isPrivate), agreedBy: agreedBy, reason: reason)
        let blocks: [Block] = [
            .section(line), .section(phrases.whatDeactivationDoes()),
            .section(phrases.ifYouDidNotAgree(channel: channel)),
        ]
        return messages(
            [BlockGroup(id: [action.id], blocks: blocks)], opening: [.header(phrases.retiredTitle())],
            phrases: phrases, text: line)
    }

    func restored(_ action: PlannedAction, _ audience: Word.Audience) -> [ComposedMessage] {
        guard case .restore(let restoration) = action.kind else { return [] }
        let reason = Mrkdwn.text(restoration.reason, limit: 300)
        if audience == .channel {
            let line = common.restoredInChannel(
                ShownKey(action, isPrivate: false), of: ShownRecipient(action), until: restoration.until,
                reason: reason)
            return messages([BlockGroup(id: [action.id], blocks: [.section(line)])], phrases: common, text: line)
        }
        let phrases = phrases(for: [action])
        let line = phrases.restored(
            ShownKey(action, isPrivate: Readers(of: [action]).isPrivate), until: restoration.until, reason: reason)
        let blocks: [Block] = [
            .section(line), .section(phrases.whatRestoreMeans(until: restoration.until, channel: channel)),
        ]
        return messages(
            [BlockGroup(id: [action.id], blocks: blocks)], opening: [.header(phrases.restoredTitle())],
            phrases: phrases, text: line)
    }

    func braked(_ held: [HeldKey], run: RunID) -> [ComposedMessage] {
        let items = held.map { held in
            let key = ShownKey(
                held.key, of: held.user, in: held.account, ageDays: held.ageDays, isPrivate: false)
            return BlockList.Item(covers: [], line: common.braked(key, of: ShownRecipient(held)))
        }
        let title = common.brakedTitle(held.count)
        return messages(
            BlockList.groups(title, items),
            closing: [
                .section(common.howToRelease(command: .code("relevo run --release-brake \(run)", limit: 100)))
            ], phrases: common, text: title)
    }

    func exempted(_ exemption: ExemptionInForce) -> [ComposedMessage] {
        let line = common.exempted(ShownExemption(exemption))
        return messages([BlockGroup(id: [], blocks: [.section(line)])], phrases: common, text: line)
    }

    func exemptionEnded(_ exemption: ExemptionInForce, reason: String, approver: String) -> [ComposedMessage] {
        let line = common.exemptionEnded(
            ShownExemption(exemption), reason: .text(reason, limit: 300), approver: .bold(approver, limit: 100))
        return messages([BlockGroup(id: [], blocks: [.section(line)])], phrases: common, text: line)
    }
}
