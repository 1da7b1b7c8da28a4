import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Runs whose stages are called one by one: the same is said and done as by runs that are one call.
struct StagedRunTests {
    /// People whose keys become due one after the other, somebody who can't be reached, a new key and an account that
    /// leaves.
    static func watched() -> Watched {
        let watched = Watched(accounts: [Made.account(1), Made.account(2), Made.account(3)])
        watched.settings.policy.enforcesUnreachable = true
        for (number, name) in ["anna", "bo", "eva", "dora"].enumerated() {
            let user = watched.estate.addUser(
                name, in: Made.account(1 + number % 2).id, tags: Made.engineer("U0\(name.uppercased())"))
            watched.estate.addKey(user, createdAt: Made.day(Double(number)))
        }
        watched.estate.addKey(
            watched.estate.addUser("untagged", in: watched.one.id, tags: [:]), createdAt: Made.day(2))
        return watched
    }

    /// What happens between the runs of two days.
    static func live(_ watched: Watched, before day: Int) {
        let estate = watched.estate
        watched.clock.set(Made.day(Double(day) - 0.5))
        switch day {
        case 78:
            let user = estate.addUser("finn", in: watched.one.id, tags: Made.engineer("U0FINN"))
            estate.addKey(user)
        case 84: estate.leave(Made.account(3).id)
        case 88: watched.settings.policy.maxDeactivations = 1
        default: break
        }
        watched.clock.set(Made.day(Double(day)))
    }

    /// Day 91, before the run begins: one key is due.
    static func onDay91() async throws -> (watched: Watched, run: RunID) {
        let watched = watched()
        for day in 70...90 where day % 5 == 0 || day == 76 {
            live(watched, before: day)
            try await watched.runNow()
        }
        live(watched, before: 91)
        return (watched, watched.nextRun())
    }

    /// What a message says, to whom, when and under which message, without its id and its second.
    static func said(_ watched: Watched) -> [String] {
        let words = Dictionary(
            watched.messenger.messages.map { ($0.delivery.id, $0.payload.word) }, uniquingKeysWith: { $1 })
        return watched.messenger.messages.map { message in
            let lines = message.payload.lines.map {
                "\($0.key) \($0.action) \($0.stage ?? 0) \($0.deadline?.ISO8601Format() ?? "")"
            }
            let under = message.thread.map { words[$0.id] ?? "?" } ?? "top"
            return
                "\(Watched.day(message.at)) \(message.recipient.text) \(message.payload.word) under \(under) \(lines)"
        }
    }

    @Test(arguments: [nil, 1, 2, 5, 8, 11])
    func `the same notices reach the same people on the same days, and the same keys are deactivated`(
        actEndsAt check: Int?
    ) async throws {
        let whole = Self.watched()
        let staged = Self.watched()
        for day in 70...98 {
            for watched in [whole, staged] { Self.live(watched, before: day) }
            let report = try await whole.runNow()
            let same = try await staged.runInStages(actEndsAt: check)
            #expect(same.outcomes == report.outcomes, "day \(day)")
            #expect(same.summary.problems == report.summary.problems, "day \(day)")
            #expect(same.exitReasons == report.exitReasons, "day \(day)")
            #expect(same.summary.deactivated == report.summary.deactivated, "day \(day)")
            #expect(same.summary.noticesDelivered == report.summary.noticesDelivered, "day \(day)")
        }
        #expect(Self.said(staged) == Self.said(whole))
        #expect(staged.estate.deactivations.map(\.key) == whole.estate.deactivations.map(\.key))
        #expect(staged.estate.deactivations.count == 4)
        #expect((check == nil) == (staged.actCalls == 0))
        #expect(try await ChainVerification.of(staged.ledger).faults == [])
        #expect(await staged.ledger.unsentMessages() == [])
    }

    @Test func `each stage can be called again, and nothing is said or done twice`() async throws {
        let (watched, run) = try await Self.onDay91()
        for _ in 1...2 { try await watched.watch(nil).begin(run) }
        for _ in 1...2 { try await watched.watch(nil).scan(run) }
        for _ in 1...2 { try await watched.watch(nil).decide(run) }
        for _ in 1...2 { #expect(try await watched.watch(nil).act(run)) }
        let said = Self.said(watched)
        let report = try await watched.watch(nil).finish(run)
        let again = try await watched.watch(nil).finish(run)
        #expect(Self.said(watched) == said)
        #expect(watched.estate.deactivations.count == 1)
        #expect((again.outcomes, again.summary.root) == (report.outcomes, report.summary.root))
        for kind in [EventKind.runStarted, .summaryPosted, .runEnded] {
            let events = await watched.ledger.events(ofKind: kind, in: .runs, since: Made.day(91))
            #expect(events.count == 1, "\(kind.name)")
        }
    }

    @Test(arguments: CrashPoint.Moment.allCases)
    func `wherever a stage is killed and called again, the channel gets each list once`(moment: CrashPoint.Moment)
        async throws
    {
        var call = 1
        while true {
            let watched = Self.watched()
            watched.settings.policy.enforcesUnreachable = false
            let gina = watched.estate.addUser("gina", in: watched.one.id, tags: ["type": "engineer"])
            watched.estate.addKey(gina, createdAt: Made.day(0))
            for day in [76, 83] { try await watched.run(day: Double(day)) }
            watched.settings.policy.maxDeactivations = 7
            Self.live(watched, before: 84)
            watched.clock.set(Made.day(91))
            let crash = CrashPoint(atCall: call, moment)
            try await watched.runInStages(crash: crash)
            let place = Comment(rawValue: "killed \(moment) call \(call)")
            for word in ["summary", "accountsLeft", "ownersUnreachable", "settingsChanged"] {
                #expect(watched.messenger.messages(word: word, since: Made.day(91)) == 1, "\(word), \(place)")
            }
            guard crash.hasCrashed else { break }
            call += 1
        }
        #expect(call > 25, "the run was expected to make many calls")
    }

    @Test func `a stage of a run that another one overtook does nothing`() async throws {
        let (watched, run) = try await Self.onDay91()
        try await watched.watch(nil).begin(run)
        try await watched.watch(nil).scan(run)
        try await watched.watch(nil).decide(run)
        try await watched.runNow()
        let overtaken = WatchRefusal.overtaken(run, by: Made.run(watched.runs))
        let heads = await watched.ledger.heads()
        await #expect(throws: overtaken) { try await watched.watch(nil).begin(run) }
        await #expect(throws: overtaken) { try await watched.watch(nil).scan(run) }
        await #expect(throws: overtaken) { try await watched.watch(nil).decide(run) }
        await #expect(throws: overtaken) { try await watched.watch(nil).act(run) }
        await #expect(throws: overtaken) { try await watched.watch(nil).finish(run) }
        #expect(await watched.ledger.heads() == heads)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test func `what a killed call did is in the report, and its end is recorded once`() async throws {
        for (call, moment) in (1...60).flatMap({ call in CrashPoint.Moment.allCases.map { (call, $0) } }) {
            let (watched, run) = try await Self.onDay91()
            try await watched.watch(nil).begin(run)
            try await watched.watch(nil).scan(run)
            try await watched.watch(nil).decide(run)
            let crash = CrashPoint(atCall: call, moment)
            let isDone = try? await watched.watch(crash).act(run)
            let place = Comment(rawValue: "killed \(moment) call \(call)")
            let last = isDone == true ? CrashPoint(atCall: 1 + call % 9, moment) : nil
            watched.clock.advance(60)
            var report: RunReport?
            if let last { report = try? await watched.watch(last).finish(run) }
            watched.clock.advance(60)
            if report == nil { report = try await watched.watch(nil).finish(run) }
            let finished = try #require(report)
            watched.checkPromise()
            for action in finished.did("deactivate") {
                let isDeactivated = watched.deactivations(of: action.key.id) == [91]
                // Right after the call, IAM's status proves nothing.
                if finished.outcomes[action.id] == .done { #expect(isDeactivated, place) }
                if isDeactivated { #expect(finished.outcomes[action.id]?.name != "skipped", place) }
            }
            #expect(finished.plan.actions.allSatisfy { finished.outcomes[$0.id] != nil }, place)
            let ends = await watched.ledger.events(ofKind: .runEnded, in: .runs, since: Made.day(91))
            #expect(ends.count == 1, place)
            guard crash.hasCrashed || last?.hasCrashed == true else { break }
        }
    }

    @Test func `while a call works, another call of the same run is refused`() async throws {
        let watched = Self.watched()
        watched.clock.set(Made.day(70))
        let run = watched.nextRun()
        try await watched.watch(nil).begin(run)
        let lease = await watched.ledger.acquireLease(
            holder: run, now: Made.day(70), until: Made.day(70).addingTimeInterval(60))
        #expect(lease != nil)
        await #expect(throws: WatchRefusal.leaseHeld(by: run)) { try await watched.watch(nil).decide(run) }
        watched.clock.advance(60)
        try await watched.watch(nil).decide(run)
    }

    @Test func `an account that can't be reached any more is unknown, and nothing is done there`() async throws {
        let (watched, run) = try await Self.onDay91()
        try await watched.watch(nil).begin(run)
        try await watched.watch(nil).scan(run)
        watched.estate.fail(.openReader, in: watched.one.id, with: .denied)
        try await watched.watch(nil).decide(run)
        #expect(try await watched.watch(nil).act(run))
        let report = try await watched.watch(nil).finish(run)
        #expect(report.exitReasons.contains(.accountUnknown))
        #expect(report.plan.accounts.first { $0.account.id == watched.one.id }?.isComplete == false)
        #expect(watched.estate.deactivations.isEmpty)
    }

    @Test func `with another configuration, or an hour after the decision, nothing more is done`() async throws {
        let (watched, run) = try await Self.onDay91()
        try await watched.watch(nil).begin(run)
        try await watched.watch(nil).scan(run)
        try await watched.watch(nil).decide(run)
        let said = Self.said(watched)
        watched.settings.policy.noticeDays += 1
        await #expect(throws: WatchRefusal.settingsChanged(run)) { try await watched.watch(nil).act(run) }
        watched.settings.policy.noticeDays -= 1
        watched.clock.advance(3_600)
        #expect(try await watched.watch(nil).act(run))
        let report = try await watched.watch(nil).finish(run)
        #expect(Self.said(watched) == said)
        #expect(watched.estate.deactivations.isEmpty)
        #expect(report.summary.isInterrupted)
        #expect(report.did("deactivate").allSatisfy { report.outcomes[$0.id]?.name == "skipped" })
    }

    @Test func `a stage before the one that it needs is refused with the name of that one`() async throws {
        let watched = Self.watched()
        watched.clock.set(Made.day(70))
        let (run, watch) = (watched.nextRun(), watched.watch(nil))
        await #expect(throws: WatchRefusal.stageMissing("begin", run: run)) {
            try await watch.scan(watched.one, in: run)
        }
        await #expect(throws: WatchRefusal.stageMissing("begin", run: run)) { try await watch.decide(run) }
        try await watch.begin(run)
        try await watch.scan(run)
        await #expect(throws: WatchRefusal.stageMissing("decide", run: run)) { try await watch.act(run) }
        await #expect(throws: WatchRefusal.stageMissing("decide", run: run)) { try await watch.finish(run) }
        // Nothing of the plan was done: the next run decides again.
        try await watch.decide(run)
        #expect(try await watch.finish(run).summary.isInterrupted)
    }
}
