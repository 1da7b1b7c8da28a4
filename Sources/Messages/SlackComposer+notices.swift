import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension SlackComposer {
    /// One message for everything that is due for a recipient's keys; how to rotate stands in it once.
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

    /// What a notice says of its key: which, what becomes of it, age and use, and what to look out for.
    func noticeBlocks(_ action: PlannedAction, phrases: any Phrases, readers: Readers, now: Date) -> [Block] {
        let key = ShownKey(action, isPrivate: readers.isPrivate)
        var blocks: [Block] = []
        if let notice = action.notice {
            let fate = Fate(notice, of: action.user.owner.type, policy: settings.policy)
            blocks.append(.section(":key: \(phrases.key(key))\n\(phrases.fate(fate))", fields: fields(key, phrases)))
        } else {
            blocks.append(.section(":key: \(phrases.key(key))", fields: fields(key, phrases)))
        }
        if let stopped = stopped(action, phrases) { blocks.append(.section(stopped)) }
        if key.use.isRecent(at: now), let notice = action.notice {
            let fate = Fate(notice, of: action.user.owner.type, policy: settings.policy)
            blocks.append(.section(phrases.usedRecently(key, fate)))
        }
        let remarks = remarks(action, key, phrases: phrases, readers: readers, now: now)
        if !remarks.isEmpty { blocks.append(.context(remarks)) }
        if let reason = action.addressee.fallback {
            blocks.append(.section(":information_source: \(phrases.unreachable(reason, ShownOwner(action.user)))"))
        }
        return blocks
    }

    /// That the key stays active for now although the message names a day; nil where it doesn't.
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
        // IAM allows two; more exist where keys were made at the same instant, and a context holds ten elements.
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
                Fate(notice, of: action.user.owner.type, policy: settings.policy))
        }
        let earliest = actions.compactMap(\.notice).filter(\.isBinding).map(\.deadline).min()
        return phrases.noticeText(actions.count, for: readers, earliest: earliest)
    }

    /// What is due first stands first.
    func byDeadline(_ actions: [PlannedAction]) -> [PlannedAction] {
        actions.sorted {
            ($0.notice?.deadline ?? .distantFuture, $0.address) < ($1.notice?.deadline ?? .distantFuture, $1.address)
        }
    }
}
