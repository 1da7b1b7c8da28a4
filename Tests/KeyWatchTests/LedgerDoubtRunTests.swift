import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What a run can't see of other runs: it lasts until it is seen, or until somebody accepts it.
struct LedgerDoubtRunTests {
    private static let doubt = "Relevo can't tell whether this ledger is the newest"

    private func isInDoubt(_ report: RunReport) -> Bool {
        report.summary.problems.contains { $0.text.hasPrefix(Self.doubt) }
    }

    @Test func `an older copy is put back while the history fails: the second run notices it all the same`()
        async throws
    {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 76...79)
        let older = await watched.ledger.copy()
        try await watched.run(days: 80...82)
        let lost = Made.run(watched.runs)
        watched.ledger = older
        watched.messenger.failReading(times: 1)
        #expect(isInDoubt(try await watched.run(day: 83)))
        await #expect(throws: WatchRefusal.ledgerBehind(run: lost, floor: Made.day(91))) {
            try await watched.run(day: 84)
        }
    }

    @Test func `a new ledger begins while the history fails: the second run finds what the first could not`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.lateNoticeDays = 30
        try await watched.run(day: 100)
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(130))
        watched.ledger = InMemoryLedger()
        watched.settings.policy.lateNoticeDays = 15
        watched.messenger.failReading(times: 1)
        #expect(isInDoubt(try await watched.run(day: 107)))
        try await watched.run(days: 108...129)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 130...160)
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `a new ledger that could never read looks for its own summary, too`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.lateNoticeDays = 30
        try await watched.run(day: 100)
        watched.ledger = InMemoryLedger()
        watched.settings.policy.lateNoticeDays = 15
        watched.messenger.failReading(times: 2)
        try await watched.run(day: 107)
        try await watched.run(day: 107.5)
        watched.messenger.recreateApp(isNamed: false)
        #expect(isInDoubt(try await watched.run(day: 108)))
        watched.messenger.nameAllApps()
        try await watched.run(days: 109...129)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 130...160)
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `what an earlier app promised counts whenever it is named, and is a problem until then`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.lateNoticeDays = 30
        try await watched.run(day: 100)
        watched.ledger = InMemoryLedger()
        watched.messenger.recreateApp(isNamed: false)
        watched.settings.policy.lateNoticeDays = 15
        for day in 107...110 {
            let kinds = try await watched.run(day: Double(day)).summary.problems.map(\.kind)
            #expect(kinds.contains(.foreignApp), "day \(day)")
        }
        watched.messenger.nameAllApps()
        try await watched.run(days: 111...129)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 130...160)
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `a new ledger in a channel without any other starts cleanly`() async throws {
        let watched = Watched()
        watched.anna()
        #expect(try await watched.run(day: 76).summary.problems == [])
        #expect(try await watched.run(day: 77).summary.problems == [])
    }

    /// Ways not to see our own last summary.
    private static let blindnesses: [(name: String, act: @Sendable (RecordingMessenger) -> Void)] = [
        ("the app was created anew", { $0.recreateApp(isNamed: false) }),
        ("the history comes without metadata", { $0.showMetadata(false) }),
        ("somebody deleted the summary", { $0.deleteLastStamped() }),
    ]

    @Test(arguments: blindnesses.indices)
    func `not finding our own last summary is a doubt`(index: Int) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        Self.blindnesses[index].act(watched.messenger)
        let report = try await watched.run(day: 91)
        #expect(report.held(key) == "ledgerUnconfirmed", "\(Self.blindnesses[index].name)")
        #expect(isInDoubt(report) && report.exitReasons.exitStatus == 3)
    }

    @Test func `an app that is named as an earlier one ends the doubt`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.recreateApp(isNamed: false)
        let report = try await watched.run(day: 91)
        #expect(
            report.summary.problems.contains {
                $0.text.contains("(B0RELEVO)") && $0.text.contains("slack.earlier-apps")
            })
        watched.messenger.nameAllApps()
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `the last summary is looked for in the channel that it was posted to`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.setSecurityChannel("C0ANOTHER")
        #expect(!isInDoubt(try await watched.run(day: 91)))
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `lost runs are found in the channel that the configuration names today`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 76...79)
        let older = await watched.ledger.copy()
        watched.messenger.setSecurityChannel("C0ANOTHER")
        try await watched.run(days: 80...82)
        let lost = Made.run(watched.runs)
        watched.ledger = older
        await #expect(throws: WatchRefusal.ledgerBehind(run: lost, floor: Made.day(91))) {
            try await watched.run(day: 83)
        }
    }

    @Test func `a doubt ends by itself once the span is read`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.failReading(times: 1)
        #expect(try await watched.run(day: 91).held(key) == "ledgerUnconfirmed")
        #expect(!isInDoubt(try await watched.run(day: 92)))
        #expect(watched.deactivations(of: key) == [92])
        let kinds = await watched.ledger.events(.runs, after: 0, limit: .max).map(\.kind)
        #expect(
            kinds.filter { $0 == "ledgerDoubted" || $0 == "ledgerConfirmed" } == ["ledgerDoubted", "ledgerConfirmed"])
        // A run that ends in the middle of a long write never ends a doubt before it remembers what it read.
        let confirmed = try #require(kinds.lastIndex(of: "ledgerConfirmed"))
        #expect(kinds[..<confirmed].last == "channelRead")
    }

    @Test func `a channel too long for one run is read on by the next ones`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.lateNoticeDays = 30
        try await watched.run(days: 100...105)
        watched.ledger = InMemoryLedger()
        watched.settings.policy.lateNoticeDays = 15
        watched.messenger.readPages(of: 3)
        #expect(isInDoubt(try await watched.run(day: 107)))
        for day in 108...129 { try await watched.run(day: Double(day)) }
        #expect(watched.deactivations(of: key) == [])
        #expect(!isInDoubt(try await watched.run(day: 130)))
    }

    @Test func `what the first run over a long channel has seen counts for the next one`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...89)
        let stamp = SummaryMarker(run: Made.run(900), ledger: "another", promises: [:], parts: 1)
        for _ in 1...12 { watched.messenger.post(stamp, as: "B0OTHER") }
        try await watched.run(day: 90)
        watched.messenger.post(stamp, as: "B0OTHER")
        watched.messenger.readPages(of: 8)
        #expect(isInDoubt(try await watched.run(day: 91)))
        #expect(!isInDoubt(try await watched.run(day: 92)))
        #expect(watched.deactivations(of: key) == [92])
        for day in 93...96 { #expect(!isInDoubt(try await watched.run(day: Double(day)))) }
    }

    @Test func `what was in doubt is read again, also in another channel than the last summary's`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 76...79)
        watched.messenger.setSecurityChannel("C0ANOTHER")
        let promises = Dictionary(
            uniqueKeysWithValues: (100..<350).map { (Made.id("000000000\($0)") as AccountID, Made.day(95)) })
        let parts = SummaryMarker(run: Made.id("run-77777"), ledger: "another", promises: promises).split
        watched.messenger.post(parts[0], as: "B0RELEVO")
        for day in [80.0, 81, 82] { #expect(isInDoubt(try await watched.run(day: day)), "day \(day)") }
        let parent = watched.messenger.messages.first { $0.stamp?.run.rawValue == "run-77777" }
        watched.messenger.post(parts[1], as: "B0RELEVO", under: parent?.delivery)
        #expect(!isInDoubt(try await watched.run(day: 83)))
    }

    @Test func `after a week it names the way out, and somebody takes it`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...80)
        watched.messenger.deleteLastStamped()
        for day in 81...87 {
            let report = try await watched.run(day: Double(day))
            #expect(
                isInDoubt(report) && !report.summary.problems.contains { $0.text.contains("--accept-ledger unseen") })
        }
        for day in 88...92 {
            let report = try await watched.run(day: Double(day))
            #expect(report.summary.problems.contains { $0.text.contains("--accept-ledger unseen") })
            #expect(report.exitReasons.exitStatus == 3)
        }
        watched.clock.set(Made.day(93))
        let accepted = try await watched.runNow(orders: RunOrders(accept: .unseen))
        #expect(!isInDoubt(accepted))
        let told = watched.messages(to: .security).filter { $0.payload.word == "ledgerAccepted" }.map(\.payload.text)
        #expect(told == [key.rawValue])
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(108))
        for day in 94...107 { #expect(!isInDoubt(try await watched.run(day: Double(day)))) }
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(day: 108)
        #expect(watched.deactivations(of: key) == [108])
    }

    @Test func `a doubt that has just ended is not accepted, and nothing begins anew`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...86)
        watched.messenger.failReading(times: 1)
        #expect(isInDoubt(try await watched.run(day: 87)))
        watched.clock.set(Made.day(88))
        await #expect(throws: WatchRefusal.noDoubt) { try await watched.runNow(orders: RunOrders(accept: .unseen)) }
        try await watched.run(days: 88...91)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `there is nothing to accept unseen where no run reported a doubt`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(day: 76)
        watched.clock.set(Made.day(77))
        await #expect(throws: WatchRefusal.noDoubt) { try await watched.runNow(orders: RunOrders(accept: .unseen)) }
        // Nobody has seen the keys concerned yet.
        watched.messenger.failReading(times: 1)
        await #expect(throws: WatchRefusal.noDoubt) { try await watched.runNow(orders: RunOrders(accept: .unseen)) }
    }
}
