import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// What the security channel is told about deactivations as a whole: stops, the alarm, exemptions, the configuration, the ledger
/// and the accounts.
extension SlackComposer {
    func stopped(_ stop: Stop) -> [ComposedMessage] {
        let shown = ShownStop(stop)
        let line = common.stopped(shown)
        return messages(
            [BlockGroup(id: [], blocks: [.section(line), .context([common.whileStopped(shown)])])], phrases: common,
            text: line)
    }

    func resumed(_ stops: [Stop], by: String, reason: String) -> [ComposedMessage] {
        let shown = stops.map(ShownStop.init)
        let (person, reason) = (Mrkdwn.bold(by, limit: 50), Mrkdwn.quoted(reason) ?? "…")
        let lines = shown.prefix(10).map { common.resumed($0, by: person, reason: reason) }
        guard let first = lines.first else { return [] }
        return messages(
            [
                BlockGroup(
                    id: [], blocks: lines.map { .section($0) } + [.context([common.afterResume(shown)])])
            ], phrases: common, text: first)
    }

    func stopsUnconfirmed(_ stops: [Stop]) -> [ComposedMessage] {
        let title = common.unconfirmedTitle(stops.count)
        let items = stops.map { BlockList.Item(covers: [], line: common.unconfirmed(ShownStop($0))) }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }

    func settingsChanged(_ changes: [SettingChange], from day: CivilDate?) -> [ComposedMessage] {
        let title = common.settingsChangedTitle(changes.count, from: day.map { .code($0.text) })
        let items = changes.map { change in
            func shown(_ value: String?) -> Mrkdwn? {
                value.map { change.namesUsers ? common.hiddenEntry() : .code($0, limit: 200) }
            }
            return BlockList.Item(
                covers: [],
                line: common.settingChanged(
                    .code(change.name, limit: 100), from: shown(change.from), to: shown(change.to)))
        }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
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
            BlockList.groups(common.pleaseCheck(), items), opening: [.section(why)],
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

    func accountsLeft(_ accounts: [AbsentAccount]) -> [ComposedMessage] {
        let heading = common.accountsLeft(accounts.count)
        let items = accounts.map { absent in
            BlockList.Item(covers: [], line: common.accountLeft(ShownKey.account(absent.account), absent.why))
        }
        return messages(BlockList.groups(heading, items), phrases: common, text: heading)
    }
}
