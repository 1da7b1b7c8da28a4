import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// Notices, and their copies in the security channel.
extension SlackComposer {
    /// One message for all due keys of a recipient; it explains once how to rotate.
    func notices(_ actions: [PlannedAction], now: Date) -> [ComposedMessage] {
        let readers = Readers(of: actions)
        guard readers != .standIn else { return unreachable(actions, now: now) }
        let noticed = byDeadline(actions)
        let phrases = phrases(for: actions)
        let instructions = RotationInstructions(phrases: phrases, actions: noticed, readers: readers)
        let intro = phrases.noticeIntro(noticed.count, for: readers, maximumAge: settings.policy.deactivateAt)
        let otherwise = phrases.whatElseHappens(isAnyBinding: noticed.contains { $0.notice?.isBinding == true })
        let ask = phrases.whomToAsk(help: help(phrases), channel: channel)
        return messages(
            noticed.map { action in
                BlockGroup(
                    id: [action.id],
                    blocks: noticeBlocks(action, phrases: phrases, readers: readers, now: now)
                        + (noticed.count == 1 ? [] : [instructions.presetBlock(action)]))
            },
            opening: [.header(phrases.noticeTitle(noticed.count, for: readers)), .section(intro)],
            continued: [.section(phrases.noticesContinued())],
            closing: [.divider] + instructions.blocks() + [.divider, .section(otherwise), .section(ask)],
            phrases: phrases, text: noticeText(noticed, phrases: phrases, readers: readers))
    }

    /// A notice's blocks about one key: which key, what happens to it, age and use, and remarks.
    func noticeBlocks(_ action: PlannedAction, phrases: any Phrases, readers: Readers, now: Date) -> [Block] {
        let key = ShownKey(action, isPrivate: readers.isPrivate)
        var blocks: [Block] = []
        if let notice = action.notice {
            let consequence = Consequence(notice, of: action.user.owner.type, policy: settings.policy)
            blocks.append(
                .section(":key: \(phrases.key(key))\n\(phrases.consequence(consequence))", fields: fields(key, phrases))
            )
        } else {
            blocks.append(.section(":key: \(phrases.key(key))", fields: fields(key, phrases)))
        }
        if let stopped = stopped(action, phrases) { blocks.append(.section(stopped)) }
        if key.use.isRecent(at: now), let notice = action.notice {
            let consequence = Consequence(notice, of: action.user.owner.type, policy: settings.policy)
            blocks.append(.section(phrases.usedRecently(key, consequence)))
        }
        let remarks = remarks(action, key, phrases: phrases, readers: readers, now: now)
        if !remarks.isEmpty { blocks.append(.context(remarks)) }
        if let reason = action.addressee.fallback {
            blocks.append(.section(":information_source: \(phrases.unreachable(reason, ShownOwner(action.user)))"))
        }
        return blocks
    }

    /// That the key stays active for now although the message names a day; nil if nothing is stopped.
    func stopped(_ action: PlannedAction, _ phrases: any Phrases) -> Mrkdwn? {
        action.stop.map { phrases.stoppedInNotice(waitsForConfirmation: $0.waitsForConfirmation) }
    }

    private func fields(_ key: ShownKey, _ phrases: any Phrases) -> [Mrkdwn] {
        [
            "\(.bold(phrases.ageTitle()))\n\(phrases.age(key))",
            "\(.bold(phrases.lastUseTitle()))\n\(phrases.lastUse(key.use))",
        ]
    }

    private func remarks(
        _ action: PlannedAction, _ key: ShownKey, phrases: any Phrases, readers: Readers, now: Date
    ) -> [Mrkdwn] {
        var remarks: [Mrkdwn] = []
        if action.notice?.isLast == true { remarks.append(phrases.lastNotice()) }
        if action.notice?.isPossibleRepeat == true { remarks.append(phrases.possibleRepeat()) }
        if key.use == .never, readers != .standIn { remarks.append(phrases.neverUsed()) }
        // IAM allows two. More can exist if keys were created at the same instant, and a context holds ten elements.
        for other in action.user.keys.filter({ $0.id != action.key.id }).prefix(5) {
            let shown = ShownKey(
                other, of: action.user, in: action.account, ageDays: max(0, other.age(at: now)),
                isPrivate: readers.isPrivate)
            let isNewer = other.status == .active && other.createdAt > action.key.createdAt
            remarks.append(isNewer && readers != .standIn ? phrases.newerKey(shown) : phrases.otherKey(shown))
        }
        return remarks
    }

    private func noticeText(_ actions: [PlannedAction], phrases: any Phrases, readers: Readers) -> Mrkdwn {
        if actions.count == 1, let action = actions.first, let notice = action.notice {
            return phrases.noticeText(
                ShownKey(action, isPrivate: readers.isPrivate),
                Consequence(notice, of: action.user.owner.type, policy: settings.policy))
        }
        let earliest = actions.compactMap(\.notice).filter(\.isBinding).map(\.deadline).min()
        return phrases.noticeText(actions.count, for: readers, earliest: earliest)
    }

    /// The earliest deadline first.
    func byDeadline(_ actions: [PlannedAction]) -> [PlannedAction] {
        actions.sorted {
            ($0.notice?.deadline ?? .distantFuture, $0.address) < ($1.notice?.deadline ?? .distantFuture, $1.address)
        }
    }

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

    func item(_ action: PlannedAction, _ line: Mrkdwn) -> BlockList.Item {
        BlockList.Item(covers: [action.id], line: line)
    }
}
