import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension SlackComposer {
    /// Always one message: it is the thread's parent and is updated in place. Its lists are cut until it fits.
    func summary(_ summary: RunSummary) -> [ComposedMessage] {
        let line = common.summaryLine(summary)
        for room in Self.rooms {
            let drafted = blocks(summary, line, room: room)
            guard drafted.reduce(0, { $0 + $1.length }) <= BlockLimits.total else { continue }
            let composed = messages([BlockGroup(id: [], blocks: drafted)], phrases: common, text: line)
            return composed.map {
                ComposedMessage(payload: $0.payload, covers: $0.covers, replies: runAndRoot(summary).map(\.payload))
            }
        }
        return []
    }

    /// For the thread, once the run has ended.
    private func runAndRoot(_ summary: RunSummary) -> [ComposedMessage] {
        guard let root = summary.root else { return [] }
        let text = common.runAndRoot(.code(summary.run.rawValue), root: .code(root, limit: 64))
        return messages([BlockGroup(id: [], blocks: [.section(text)])], phrases: common, text: text)
    }

    /// What a list may take, most first. There are eight lists at most: with the last of these they fit in any case.
    private static let rooms = [BlockLimits.sectionText - 100, 1_800, 1_200, 800]

    private func blocks(_ summary: RunSummary, _ line: Mrkdwn, room: Int) -> [Block] {
        func list(_ title: Mrkdwn, _ lines: [Mrkdwn]) -> Block { self.list(title, lines, room: room) }
        var blocks: [Block] = [.section(line)]
        if !summary.stops.isEmpty {
            blocks.append(
                list(common.stopsTitle(summary.stops.count), summary.stops.map { common.stop(ShownStop($0)) }))
        }
        if !summary.unknown.isEmpty {
            blocks.append(
                list(
                    common.unknownTitle(summary.unknown.count),
                    summary.unknown.map { common.unknown(ShownKey.account($0.account), why: $0.why) }))
        }
        if !summary.problems.isEmpty {
            blocks.append(
                list(
                    common.problemsTitle(summary.problems.count),
                    summary.problems.map { common.problem($0.kind, about: $0.subject.map(shown)) }))
        }
        if !summary.held.isEmpty { blocks.append(list(common.heldTitle(heldCount(summary)), held(summary))) }
        if summary.finishedAt != nil || !summary.nextDays.isEmpty { blocks.append(.section(outlook(summary))) }
        if summary.showsWeek { blocks.append(.section(common.week(summary.week))) }
        blocks += limits(summary, list)
        let found = findings(summary)
        if !found.isEmpty { blocks.append(list(common.findingsTitle(), found)) }
        if !summary.exemptions.isEmpty {
            // Those with flaws come first: they are findings, every day.
            let shown = summary.exemptions.map(ShownExemption.init).sorted { !$0.flaws.isEmpty && $1.flaws.isEmpty }
            blocks.append(list(common.exemptionsTitle(shown.count), shown.map(common.exemption)))
        }
        blocks.append(.context(remarks(summary)))
        return blocks
    }

    /// Digits of the ledger's root in the summary: enough for `relevo history --verify --root`. All are in its thread.
    private static let shownRoot = 16

    /// Keys that wait and until when, and which limits to change; nothing while the limits are high enough.
    private func limits(_ summary: RunSummary, _ list: (Mrkdwn, [Mrkdwn]) -> Block) -> [Block] {
        guard let pace = summary.pace else { return [] }
        var blocks: [Block] = []
        let waiting = summary.turns.values.reduce(0, +)
        if waiting > 0 {
            blocks.append(
                list(
                    common.turnsTitle(waiting, limit: pace.limit),
                    summary.turns.sorted { $0.key < $1.key }.map { common.turn($0.value, on: $0.key) }))
        }
        var advice: [Mrkdwn] = []
        if pace.limit < pace.needed {
            advice.append(common.limitTooLow(pace.limit, keys: pace.keys, needed: pace.needed))
        }
        advice += pace.tightAccounts.map {
            common.limitTooLow($0.limit, in: .code($0.account.rawValue), needed: $0.needed)
        }
        if let better = pace.limitForGoodDays, let last = pace.lastDay {
            advice.append(
                common.queueEnds(
                    pace.promised, limit: pace.limit, lastDay: .code(last.text), better: better,
                    days: DeactivationPace.goodDays))
        }
        if !advice.isEmpty { blocks.append(list(common.limitsTitle(), advice)) }
        return blocks
    }

    private func shown(_ subject: Problem.Subject) -> Mrkdwn {
        switch subject {
        case .recipient(.security): common.thisChannel()
        case .recipient(let recipient): common.recipient(ShownRecipient(id: recipient))
        case .key(let key, let account):
            common.within(.code(account.rawValue), ShownKey.id(key, isPrivate: false))
        case .user(let name, let account): common.within(.code(account.rawValue), .code(name, limit: 64))
        case .account(let account): .code(account.rawValue)
        case .name(let name): .code(name, limit: 64)
        case .keys(let count, let code): common.held(code, count)
        }
    }

    /// As many lines as there is room for, and how many more there are.
    private func list(_ title: Mrkdwn, _ lines: [Mrkdwn], room: Int) -> Block {
        var text = title
        for (index, line) in lines.enumerated() {
            let longer: Mrkdwn = "\(text)\n• \(line)"
            guard longer.length <= room else {
                return .section("\(text)\n• \(common.andMore(lines.count - index))")
            }
            text = longer
        }
        return .section(text)
    }

    private func heldCount(_ summary: RunSummary) -> Int { summary.held.values.reduce(0, +) }

    /// Names the first keys behind each reason.
    private func held(_ summary: RunSummary) -> [Mrkdwn] {
        var room = Self.mostNames
        return summary.held.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { code, count in
            let keys = summary.heldKeys.filter { $0.reason.code == code }.prefix(room)
            room -= keys.count
            guard !keys.isEmpty else { return common.held(code, count) }
            var names = keys.map {
                "\(ShownKey.id($0.key.id, isPrivate: false)) \(.code($0.user.name, limit: 64))" as Mrkdwn
            }
            if count > keys.count { names.append(common.andMore(count - keys.count)) }
            return "\(common.held(code, count)): \(names.joined(separator: ", "))"
        }
    }

    private static let mostNames = 10

    /// Where the keys stand, what is announced for the next days, and who has the most to do.
    private func outlook(_ summary: RunSummary) -> Mrkdwn {
        var lines = [
            common.share(
                summary.share, of: summary.activeKeys, change: summary.week.shareBefore.map { summary.share - $0 })
        ]
        if !summary.nextDays.isEmpty {
            lines.append(
                common.nextDays(summary.nextDays.sorted { $0.key < $1.key }.map { (.code($0.key.text), $0.value) }))
        }
        if !summary.mostDue.isEmpty {
            lines.append(common.mostDue(summary.mostDue.map { (ShownRecipient($0.held), $0.count) }))
        }
        // A hostile name must not push the numbers out.
        let whole = lines.joined(separator: "\n")
        return whole.length <= Self.rooms[0] ? whole : lines.dropLast().joined(separator: "\n")
    }

    /// Without what the list of held keys says already, and users whose owners can't be reached in one line: the weekly
    /// list has what to correct.
    private func findings(_ summary: RunSummary) -> [Mrkdwn] {
        let held = Set(summary.heldKeys.map(\.key.id))
        var lines: [Mrkdwn] = []
        var unreachable: [User] = []
        for finding in summary.findings {
            switch finding.kind {
            case .ownerUnreachable where finding.user != nil: unreachable += [finding.user].compactMap(\.self)
            case .pastItsDay(promised: nil, _)
            where finding.overdueDays == 0 && finding.key.map { held.contains($0.id) } ?? false:
                break
            default: lines.append(self.finding(finding))
            }
        }
        guard !unreachable.isEmpty else { return lines }
        var names = unreachable.prefix(Self.mostNames).map { Mrkdwn.code($0.name, limit: 64) }
        if unreachable.count > names.count { names.append(common.andMore(unreachable.count - names.count)) }
        return lines + [common.unreachableUsers(unreachable.count, names.joined(separator: ", "))]
    }

    private func finding(_ finding: Finding) -> Mrkdwn {
        // Each kind has a phrase for its subject; the others are all about keys.
        guard case .key(let key, let user, let account) = finding.subject else {
            let account = ShownKey.account(finding.account)
            return common.otherFinding(
                finding.user.map { common.within(account, .code($0.name, limit: 64)) } ?? account)
        }
        let shown = ShownKey(key, of: user, in: account, ageDays: 0, isPrivate: false)
        let what =
            switch finding.kind {
            case .beginsAnew(let times, let last): common.beginsAnew(shown, times: times, last: last)
            case .pastItsDay(let promised, let why):
                common.pastItsDay(shown, promised: promised, because: why.code)
            case .overdue, .ownerUnreachable: common.keptPastItsDay(shown)
            }
        return finding.overdueDays > 0 ? "\(what) \(common.overdue(days: finding.overdueDays))" : what
    }

    private func remarks(_ summary: RunSummary) -> [Mrkdwn] {
        var remarks: [Mrkdwn] = []
        let stages = summary.noticesPlanned.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        if !stages.isEmpty { remarks.append(common.noticesByStage(stages.map { ($0.key, $0.value) })) }
        let modes = Mode.allCases.compactMap { mode in summary.modes[mode].map { (mode, $0) } }
        if !modes.isEmpty { remarks.append(common.modes(modes)) }
        remarks.append(
            common.run(.code(summary.run.rawValue), startedAt: summary.startedAt, finishedAt: summary.finishedAt))
        if let root = summary.root { remarks.append(common.root(.code(String(root.prefix(Self.shownRoot))))) }
        return remarks
    }
}
