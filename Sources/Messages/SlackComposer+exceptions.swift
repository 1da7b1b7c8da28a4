import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// What is told beside the ladder, of one key: on again for a while, or gone before its day.
extension SlackComposer {
    func restored(_ action: PlannedAction, _ audience: Notification.Audience) -> [ComposedMessage] {
        guard case .restore(let restoration) = action.kind else { return [] }
        let reason = Mrkdwn.quoted(restoration.reason) ?? "…"
        if audience == .channel {
            let key = ShownKey(action, isPrivate: false)
            let line = common.restoredInChannel(key, until: restoration.until, reason: reason)
            return doneInChannel(action, stopped(action, common).map { "\(line) \($0)" } ?? line)
        }
        let phrases = phrases(for: [action])
        let readers = Readers(of: [action])
        let line = phrases.restored(
            ShownKey(action, isPrivate: readers.isPrivate), until: restoration.until, reason: reason)
        let blocks: [Block] = [
            .section(line), stopped(action, phrases).map { .section($0) },
            .section(phrases.whatRestoreMeans(until: restoration.until, channel: channel)),
        ].compactMap(\.self)
        return messages(
            [BlockGroup(id: [action.id], blocks: blocks)],
            opening: [.header(phrases.restoredTitle(for: readers, isForAWhile: restoration.until != nil))],
            phrases: phrases, text: line)
    }

    /// What was done to a key, who was told, and why somebody could not be.
    private func doneInChannel(_ action: PlannedAction, _ line: Mrkdwn) -> [ComposedMessage] {
        let told = [common.toldOfIt(ShownRecipient(action)), whyHere(action)].compactMap(\.self)
        return messages(
            [BlockGroup(id: [action.id], blocks: [.section(line), .context(told)])], phrases: common, text: line)
    }

    func braked(_ held: [HeldKey], run: RunID, now: Date) -> [ComposedMessage] {
        let items = held.map { held in
            let key = ShownKey(
                held.key, of: held.user, in: held.account, ageDays: held.ageDays, isPrivate: false)
            return BlockList.Item(covers: [], line: common.braked(key, of: ShownRecipient(held)))
        }
        let title = common.brakedTitle(held.count)
        let why = alarms(held).map { "\n• \($0)" as Mrkdwn }.reduce(title) { "\($0)\($1)" }
        return messages(
            BlockList.groups(common.pleaseLook(), items), opening: [.section(why)],
            closing: [
                .section(
                    common.howToRelease(
                        command: .code("relevo run --release-brake \(run)", limit: 100),
                        until: now.addingTimeInterval(RunOrders.releasable)))
            ], phrases: common, text: title)
    }

    private static let mostAlarms = 10

    /// One sentence for each account that the alarm stops, or one for all.
    private func alarms(_ held: [HeldKey]) -> [Mrkdwn] {
        var seen: Set<HeldAlarm> = []
        let alarms = held.compactMap { held -> HeldAlarm? in
            guard case .alarm(let unexpected, let allowed, let isEverywhere) = held.reason else { return nil }
            let account = isEverywhere ? nil : held.account.id
            let alarm = HeldAlarm(account: account, unexpected: unexpected, allowed: allowed)
            return seen.insert(alarm).inserted ? alarm : nil
        }
        return alarms.prefix(Self.mostAlarms).map {
            common.alarm(
                in: $0.account.map { .code($0.rawValue) }, unexpected: $0.unexpected, allowed: $0.allowed)
        } + (alarms.count > Self.mostAlarms ? [common.andMore(alarms.count - Self.mostAlarms)] : [])
    }

    private struct HeldAlarm: Hashable {
        let account: AccountID?
        let unexpected: Int
        let allowed: Int
    }

    func ledgerAccepted(_ keys: [HeldKey], until: Date) -> [ComposedMessage] {
        let items = keys.map { held in
            let key = ShownKey(
                held.key, of: held.user, in: held.account, ageDays: held.ageDays, isPrivate: false)
            return BlockList.Item(covers: [], line: common.beginsAnewAfterAcceptance(key, of: ShownRecipient(held)))
        }
        let title = common.ledgerAcceptedTitle(keys.count, until: until)
        guard !items.isEmpty else {
            return messages([BlockGroup(id: [], blocks: [.section(title)])], phrases: common, text: title)
        }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }

    func promisesContinued(_ part: Int, of parts: Int) -> [ComposedMessage] {
        let line = common.promisesContinued(part, of: parts)
        return messages([BlockGroup(id: [], blocks: [.section(line)])], phrases: common, text: line)
    }

    func exempted(_ exemption: ExemptionInForce) -> [ComposedMessage] {
        let shown = ShownExemption(exemption)
        let line = common.exempted(shown)
        return messages(
            [BlockGroup(id: [], blocks: [.section(line), .context([common.whileExempt(shown)])])], phrases: common,
            text: line)
    }

    func exemptionEnded(_ exemption: ExemptionInForce, reason: String, approver: String) -> [ComposedMessage] {
        let line = common.exemptionEnded(
            ShownExemption(exemption), reason: .quoted(reason) ?? "…", approver: .bold(approver, limit: 50))
        return messages([BlockGroup(id: [], blocks: [.section(line)])], phrases: common, text: line)
    }
}
