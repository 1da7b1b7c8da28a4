import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Whether Relevo had promised to deactivate the keys that it deactivated.
extension Oracle {
    mutating func judge(_ done: StatusChange, _ scene: Scene, _ counts: inout HistoryCounts) -> [Fault] {
        var faults = judgeStanding(done, scene)
        switch scene.doing {
        case .run:
            faults += judgePromise(done, scene) + judgeWidening(done, scene)
            let begun = scene.runs.contains { summaries.contains($0.rawValue) }
            if !begun { faults.append(fault("noSummary", done, "the run's summary had not been posted")) }
        case .nothing, .restore:
            faults.append(fault("unasked", done, "no run and no command was there to do it"))
        }
        return faults + judgeBrake(done, scene)
    }

    /// What forbids a deactivation at all.
    private func judgeStanding(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        var faults: [Fault] = []
        func add(_ kind: String, _ text: String) { faults.append(fault(kind, done, text)) }
        let (user, policy) = (done.user, scene.settings.policy)
        let isLast = words(about: done.key, scene).last?.line.isLast ?? false
        if scene.settings.accounts[user.account]?.mode ?? scene.settings.mode != .enforce {
            add("mode", "the account is not in mode enforce")
        }
        if !scene.estate.isPresent(user.account) { add("left", "the account has left") }
        switch kind(of: user) {
        case .engineer: break
        case .machine:
            if !policy.enforcesMachines { add("machine", "machines must not be deactivated") }
            if scene.doing.isRun, case .used(let at, _, _) = use(of: done),
                at > done.trueAt.addingTimeInterval(-48 * 3_600 + Self.grain)
            {
                add("inUse", "the machine used it on \(at.ISO8601Format())")
            }
        case .unknown where isLast: break
        case .unknown:
            if !policy.treatsUntaggedAsEngineers { add("untagged", "its owner is unknown") }
        }
        if isNamed(user, in: policy.protected) { add("protected", "the user is protected") }
        if isNamed(user, in: policy.decoys) { add("decoy", "the user is a decoy") }
        if let why = exemption(
            of: user, done.key, at: done.trueAt, scene, margin: Self.grain, countsTags: !isLast)
        {
            add("exempt", why)
        }
        for scope in ["everything", user.account.rawValue, user.id.rawValue] {
            // One that was already requested may still happen; the next ones may not.
            guard let at = stops[scope], done.trueAt > at else { continue }
            if scope == user.id.rawValue, kind(of: user) != .machine { continue }
            add("stopped", "\(scope) was stopped on \(at.ISO8601Format())")
        }
        guard let ahead = scene.ahead, ahead.magnitude <= Self.clockTolerance else {
            add("clocks", "the clocks disagreed")
            return faults
        }
        return faults
    }

    /// Stricter settings apply from the day after the run that saw them: until then, the earlier configuration applies too.
    private func judgeWidening(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        // This ledger doesn't know the configuration of another or a lost one.
        guard ledgersLost.isEmpty, !hasOtherLedgers, case .run(let startedAt, _, _, _) = scene.doing else { return [] }
        let offset = scene.settings.policy.hours?.zone.standing(at: startedAt).offset ?? 0
        func day(_ instant: Date) -> Int { Int(instant.timeIntervalSince1970 + Double(offset)) / 86_400 }
        let earlier = used.filter { $0.at < startedAt }
        let today = earlier.filter { day($0.at) == day(startedAt) }
        let before = earlier.last { day($0.at) < day(startedAt) }
        return (today + [before].compactMap(\.self)).filter(\.isSure).flatMap { one -> [Fault] in
            var then = scene
            then.settings = one.settings
            var faults = judgeStanding(done, then)
            let natural = Days.after(one.settings.policy.deactivateAt, done.createdAt).addingTimeInterval(-Self.grain)
            if done.trueAt < natural { faults.append(fault("tooYoung", done, "it was too young")) }
            let since = "by what counted since \(one.at.ISO8601Format())"
            return faults.map { Fault(kind: "widened", text: "\($0.text), \(since)") }
        }
    }

    private func judgePromise(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        var faults: [Fault] = []
        func add(_ kind: String, _ text: String) { faults.append(fault(kind, done, text)) }
        let policy = scene.settings.policy
        let natural = done.createdAt.addingTimeInterval(Double(policy.deactivateAt) * 86_400 - Self.grain)
        if done.trueAt < natural { add("tooYoung", "it is younger than \(policy.deactivateAt) days") }
        if let hours = policy.hours, !isOpen(hours, at: done.trueAt) { add("hours", "it is outside the working hours") }

        let said = words(about: done.key, scene)
        guard let last = said.last else {
            add("untold", "nobody was notified")
            return faults
        }
        let heeded = words(toBeHeeded: done.key, at: done.trueAt, scene)
        let deadlines = heeded.compactMap(\.line.deadline) + restoreEnds(of: done.key).map(\.until)
        if let latest = deadlines.max(), done.trueAt < latest.addingTimeInterval(-Self.grain) {
            add("early", "a message announced \(latest.ISO8601Format())")
        }
        if !said.allSatisfy({ $0.line.user == done.user.id && $0.line.keyCreatedAt == done.createdAt }) {
            add("anotherKey", "the messages were about another key")
        }
        if last.line.isLast {
            faults += judgeLast(last, said, done, scene)
        } else {
            faults += judgeRecipient(last.recipient, done, scene)
        }
        faults += judgeUnreachable(said, done, scene)
        if !last.line.isBinding { add("notBinding", "the last message said that nothing would happen") }
        faults += judgeWords(said, done, scene)
        return faults
    }

    /// Whether its run lost the lease while it was on its way, so that the other run, which didn't find it, sent its own
    /// notice with a copy.
    private func wasSpokenOver(_ one: Said, _ counting: [Said], _ done: StatusChange) -> Bool {
        one.isOfTwoRuns
            && counting.contains { $0.isOfTwoRuns && $0.run != one.run && hasCopy($0, until: done.trueAt) }
    }

    /// The notices that count: to the recipient of the last one, all binding, with nothing in between.
    private func judgeWords(_ said: [Said], _ done: StatusChange, _ scene: Scene) -> [Fault] {
        var faults: [Fault] = []
        func add(_ kind: String, _ text: String) { faults.append(fault(kind, done, text)) }
        let policy = scene.settings.policy
        let recipient = said.last?.recipient
        let isLast = said.last?.line.isLast ?? false
        let since = max(
            isLast ? past.sinceApproved(done.key) : past.since(done.key),
            lapsedExemption(of: done.user, done.key, at: done.trueAt, scene) ?? .distantPast,
            untoldRestore(of: done.key, to: recipient) ?? .distantPast)
        let counting = Array(
            said.reversed().prefix { $0.recipient == recipient && $0.line.isBinding && $0.at >= since }.reversed())
        guard let first = counting.first else {
            add("nothingCounts", "no binding notice was sent since \(since.ISO8601Format())")
            return faults
        }
        // A run takes up to an hour, and the same run days later must not be refused for that, nor for clocks that differ by
        // some minutes.
        let told = first.at.addingTimeInterval(Double(policy.noticeDays) * 86_400 - 3_600 - 300)
        if done.trueAt < told { add("tooSoon", "the first binding notice came on \(first.at.ISO8601Format())") }
        // Sent by a run that was cut off, and not found by the look-up, or not looked up for a week: Relevo doesn't know
        // that it was sent.
        for one in counting
        where one.recipient != .security && one.wasConfirmed
            && !(one.wasCutOff && (hasLagged || wasGivenUp(one.at, scene.messenger)))
            && !wasSpokenOver(one, counting, done)
            && !hasCopy(one, until: done.trueAt)
        {
            add("noCopy", "the channel has no copy of stage \(one.line.stage ?? 0)")
        }
        let stands = counting.compactMap(\.line.deadline) + restoreEnds(of: done.key).map(\.until)
        let end = (stands.max() ?? .distantPast).addingTimeInterval(Double(policy.promiseValidDays) * 86_400)
        let waited = (endedSilently + [waited[done.key]].compactMap(\.self)).filter { $0 > first.at }.max()
        let extended =
            waited.map { max(end, $0.addingTimeInterval(Double(max(7, policy.promiseValidDays)) * 86_400)) } ?? end
        if done.trueAt > extended.addingTimeInterval(3_600) {
            add("lapsed", "the promise had lapsed on \(end.ISO8601Format())")
        }
        return faults
    }

    /// The last notice requires an owner who kept the key past its day for long enough, and everybody who ever got a deadline
    /// is notified.
    private func judgeLast(_ last: Said, _ said: [Said], _ done: StatusChange, _ scene: Scene) -> [Fault] {
        var faults: [Fault] = []
        let first = said.filter(\.line.isBinding).compactMap(\.line.deadline).first ?? .distantFuture
        // Civil days are counted, including the first and the last.
        let offset = Double(scene.settings.policy.hours?.zone.standing(at: done.trueAt).offset ?? 0)
        func day(_ instant: Date) -> Double { ((instant.timeIntervalSince1970 + offset) / 86_400).rounded(.down) }
        if day(last.at) - day(first) + 1 < Double(last.maxOverdueDays) {
            faults.append(
                fault(
                    "prematureLast", done,
                    "the last notice came before \(last.maxOverdueDays) days were over: \(first.ISO8601Format())"))
        }
        let before = Set(said.filter { $0.line.isBinding && $0.wasConfirmed && $0.at < last.at }.map(\.recipient))
            .subtracting([last.recipient, .security])
        let heard = Set(
            (told[done.key] ?? []).filter { $0.word == "lastNotice" && $0.at <= done.trueAt }.map(\.recipient))
        for recipient in before.subtracting(heard) where scene.messenger.turnedAway[recipient] == nil && !hasMissed {
            faults.append(
                fault("earlierOwnerUntold", done, "\(recipient.text) was never notified about the last notice"))
        }
        return faults
    }

    /// When the key was activated for a while, if the last recipient or the channel was never notified until when: then
    /// earlier notices don't count.
    private func untoldRestore(of key: AccessKeyID, to recipient: Recipient?) -> Date? {
        guard let restoredAt = past.restored[key] else { return nil }
        let knew = restoreEnds(of: key)
            .filter { $0.at >= restoredAt.addingTimeInterval(-Self.grain) && $0.at < $0.until }.map(\.recipient)
        return knew.contains(.security) && recipient.map(knew.contains) ?? false ? nil : restoredAt
    }

    /// Whether a look-up failed a week or more after a message was sent: then Relevo sends it once more, and counts a
    /// notice anew.
    func wasGivenUp(_ sent: Date, _ messenger: RecordingMessenger) -> Bool {
        messenger.lastFailedLookUp.map { $0 >= sent.addingTimeInterval(Self.givenUpAfter) } ?? false
    }

    /// Seconds: a week, less the hour that a run may take.
    static let givenUpAfter: Double = 7 * 86_400 - 3_600

    private func hasCopy(_ one: Said, until instant: Date) -> Bool {
        (told[one.line.key] ?? []).contains {
            $0.recipient == .security && $0.at <= instant && $0.word == "noticeCopies"
                && $0.line.stage == one.line.stage
        }
    }
}

extension Oracle.Doing {
    var isRun: Bool { if case .run = self { true } else { false } }
    var isOvertaken: Bool { if case .run(_, _, true, _) = self { true } else { false } }
    var isRaced: Bool { if case .run(_, _, _, true) = self { true } else { false } }
}
