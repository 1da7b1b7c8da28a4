import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// Notices to owners and teams: one message with what, by when and how, and the rest in its thread.
extension SlackComposer {
    /// Keys in the first message; the rest follow as a list.
    private static let mostKeys = 5

    func notices(_ actions: [PlannedAction], now: Date) -> [ComposedMessage] {
        let readers = Readers(of: actions)
        guard readers != .standIn else { return unreachable(actions, now: now) }
        let phrases = phrases(for: actions)
        let noticed = byDeadline(actions)
        guard let notice = ShownNotice(noticed, for: readers, policy: settings.policy, now: now) else { return [] }
        let listed = Array(noticed.prefix(Self.mostKeys))
        let rest = Array(noticed.dropFirst(Self.mostKeys))
        let instructions = RotationInstructions(
            phrases: phrases, actions: listed, readers: readers, help: settings.help
        ) { newest(after: $0.key, of: $0.user, now: now) }
        let title = opening(notice, phrases)
        var closing: [Block] = rest.isEmpty ? [] : [.context([phrases.moreKeysFollow(rest.count)])]
        closing += instructions.paste()
        closing.append(.section(outcome(of: noticed, notice, phrases, now: now)))
        closing.append(.section(ask(phrases)))
        let first = messages(
            listed.map { action in
                BlockGroup(
                    id: [action.id],
                    blocks: noticeBlocks(action, notice, phrases: phrases, readers: readers, now: now))
            },
            opening: [.section(title)], closing: closing, phrases: phrases,
            text: noticed.count == 1
                ? "\(title) \(phrases.key(ShownKey(noticed[0], isPrivate: readers.isPrivate)))" : title)
        let more = BlockList.groups(
            phrases.moreKeysTitle(rest.count),
            rest.map { item($0, listLine($0, phrases, isPrivate: readers.isPrivate)) })
        return replied(first, with: details(noticed, instructions, phrases, readers: readers, now: now))
            + (rest.isEmpty ? [] : messages(more, phrases: phrases, text: phrases.moreKeysTitle(rest.count)))
    }

    /// What is to be done, by when, and what was said before; a company may write the first sentence itself.
    private func opening(_ notice: ShownNotice, _ phrases: any Phrases) -> Mrkdwn {
        let title =
            settings.noticeIntro[phrases.language].map { IntroText($0).filled(notice) } ?? phrases.noticeTitle(notice)
        return [
            title, notice.earlier.isEmpty ? nil : phrases.wroteBefore(notice.earlier.map { .day($0) }),
            notice.beginsToCount ? phrases.countsFromNow() : nil,
        ].compactMap(\.self).joined(separator: " ")
    }

    /// Which key it is, when and by what it was last used, and what else decides what to do.
    private func noticeBlocks(
        _ action: PlannedAction, _ notice: ShownNotice, phrases: any Phrases, readers: Readers, now: Date
    ) -> [Block] {
        let key = ShownKey(action, isPrivate: readers.isPrivate)
        var line: Mrkdwn = ":key: \(notice.count > 1 ? phrases.keyInList(key) : phrases.keyInNotice(key))"
        if notice.count > 1, let planned = action.notice {
            let consequence = Consequence(planned, of: action.user.owner.type, policy: settings.policy)
            line = "\(line): \(phrases.consequenceOfOne(consequence))."
            line = "\(line) \(phrases.useInList(key.use))."
        } else {
            let isRecent = key.use.isRecent(at: now)
            let lines = [ShownCaller(lastOf: action), nil].map { caller -> Mrkdwn in
                "\(line)\n\(phrases.useInNotice(key.use, by: caller, isRecent: isRecent))"
            }
            // Never so long that the notice would not be sent.
            line = lines.first { $0.length <= BlockLimits.sectionText } ?? lines[1]
        }
        var remarks: [Mrkdwn] = []
        if action.notice?.isPossibleRepeat == true { remarks.append(phrases.possibleRepeat()) }
        // With one key, the instructions say it.
        if notice.count > 1, let newer = newest(after: action.key, of: action.user, now: now) {
            remarks.append(phrases.newerKey(ShownKey.id(newer.id, isPrivate: readers.isPrivate)))
        }
        if action.addressee.fallback != nil { remarks.append(phrases.ownerUnreachable()) }
        return [.section(line)] + (remarks.isEmpty ? [] : [.context(remarks)])
    }

    /// One that needs no notice itself.
    private func newest(after key: AccessKey, of user: User, now: Date) -> AccessKey? {
        let due = settings.policy.ladder.first ?? settings.policy.deactivateAt
        return user.keys.filter { $0.status == .active && $0.createdAt > key.createdAt && $0.age(at: now) < due }.max {
            $0.createdAt < $1.createdAt
        }
    }

    /// What happens if nothing is done: in one sentence, or why nothing happens at the moment.
    private func outcome(
        of actions: [PlannedAction], _ notice: ShownNotice, _ phrases: any Phrases, now: Date
    ) -> Mrkdwn {
        if let stopped = actions.lazy.compactMap({ self.stopped($0, phrases) }).first { return stopped }
        let consequences = actions.compactMap { action in
            action.notice.map { (action, Consequence($0, of: action.user.owner.type, policy: settings.policy)) }
        }
        let deactivated = consequences.filter { if case .deactivated = $0.1 { true } else { false } }
        guard let strictest = (deactivated.first ?? consequences.first)?.1 else {
            return phrases.otherwise(.heldWithoutOwner, notice)
        }
        let isMachineInUse = deactivated.contains { action, _ in
            action.user.owner.type == .machine && ShownUse(action.key.lastUse).isRecent(at: now)
        }
        return isMachineInUse ? phrases.machineInUse(notice.count) : phrases.otherwise(strictest, notice)
    }

    /// For the thread: what not everybody needs.
    private func details(
        _ actions: [PlannedAction], _ instructions: RotationInstructions, _ phrases: any Phrases, readers: Readers,
        now: Date
    ) -> [String] {
        let others = actions.prefix(Self.mostKeys).flatMap { action in
            // IAM allows two. More can exist if keys were created at the same instant.
            action.user.keys.filter { other in !actions.contains { $0.key.id == other.id } }.prefix(5).map {
                ShownKey(
                    $0, of: action.user, in: action.account, ageDays: max(0, $0.age(at: now)),
                    isPrivate: readers.isPrivate)
            }
        }
        var groups = uses(of: actions, phrases, readers: readers) + instructions.details()
        let unreachable = actions.compactMap { action in
            action.addressee.fallback.map { phrases.unreachable($0, ShownOwner(action.user)) }
        }
        groups += unreachable.map { [.section(":information_source: \($0)")] }
        if !others.isEmpty { groups.append([.context(others.prefix(10).map(phrases.otherKey))]) }
        return messages(
            groups.map { BlockGroup(id: [], blocks: $0) }, opening: [.section(phrases.detailsTitle())],
            phrases: phrases, text: phrases.detailsTitle()
        ).map(\.payload)
    }

    /// What used the keys, where that is not in the notice itself: it has no room for several, nor for an earlier use.
    private func uses(of actions: [PlannedAction], _ phrases: any Phrases, readers: Readers) -> [[Block]] {
        actions.prefix(Self.mostKeys).compactMap { action in
            guard let caller = ShownCaller(action), actions.count > 1 || ShownCaller(lastOf: action) == nil else {
                return nil
            }
            return [.section(phrases.usedBy(ShownKey.id(action.key.id, isPrivate: readers.isPrivate), caller))]
        }
    }

    private func replied(_ messages: [ComposedMessage], with replies: [String]) -> [ComposedMessage] {
        guard let first = messages.first else { return messages }
        return [ComposedMessage(payload: first.payload, covers: first.covers, replies: replies)] + messages.dropFirst()
    }

    /// That the key stays active for now although the message names a day; nil if nothing is stopped.
    func stopped(_ action: PlannedAction, _ phrases: any Phrases) -> Mrkdwn? {
        action.stop.map { phrases.stoppedInNotice(waitsForConfirmation: $0.waitsForConfirmation) }
    }

    /// The earliest deadline first.
    func byDeadline(_ actions: [PlannedAction]) -> [PlannedAction] {
        actions.sorted {
            ($0.notice?.deadline ?? .distantFuture, $0.address) < ($1.notice?.deadline ?? .distantFuture, $1.address)
        }
    }

    private func listLine(_ action: PlannedAction, _ phrases: any Phrases, isPrivate: Bool) -> Mrkdwn {
        let key = ShownKey(action, isPrivate: isPrivate)
        let line: Mrkdwn = ":key: \(phrases.keyInList(key))"
        guard let notice = action.notice else { return line }
        let consequence = Consequence(notice, of: action.user.owner.type, policy: settings.policy)
        let whole: Mrkdwn = "\(line): \(phrases.consequenceOfOne(consequence))"
        return action.addressee.fallback == nil ? whole : "\(whole). \(phrases.ownerUnreachable())"
    }

    func item(_ action: PlannedAction, _ line: Mrkdwn) -> BlockList.Item {
        BlockList.Item(covers: [action.id], line: line)
    }
}

/// The first sentence of a notice as a company wrote it, with `{deadline}` and `{days}` in it.
struct IntroText {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Everything but the placeholders is text from outside.
    func filled(_ notice: ShownNotice) -> Mrkdwn {
        var filled = Mrkdwn.empty
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled = filled + .text(String(rest[..<open]), limit: 300)
            switch rest[rest.index(after: open)..<close] {
            case "deadline": filled = filled + .longDate(notice.deadline)
            case "days": filled = filled + "\(notice.daysLeft)"
            default: filled = filled + .text(String(rest[open...close]), limit: 50)
            }
            rest = rest[rest.index(after: close)...]
        }
        return filled + .text(String(rest), limit: 300)
    }
}
