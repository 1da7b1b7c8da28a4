import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Two ledgers that tell deadlines about the same keys, one after the other or side by side.
struct OtherLedgerRunTests {
    /// A ledger that told Anna day 91, and one that began on day 80 and told her day 95.
    private func mislaid(on day: Int = 80) async throws -> (watched: Watched, key: AccessKeyID, first: InMemoryLedger) {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...day - 1)
        let first = watched.ledger
        watched.ledger = InMemoryLedger()
        watched.settings.policy.noticeDays = 15
        try await watched.run(day: Double(day))
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(Double(day) + 15))
        watched.settings.policy.noticeDays = 5
        return (watched, key, first)
    }

    @Test func `a ledger that was missing for a day holds to what the new one told meanwhile`() async throws {
        let (watched, key, first) = try await mislaid()
        watched.ledger = first
        try await watched.run(days: 81...94)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 95...96)
        #expect(watched.deactivations(of: key) == [95])
    }

    @Test func `the key is held and the summary says to stop one of the two`() async throws {
        let (watched, key, first) = try await mislaid(on: 88)
        watched.ledger = first
        try await watched.run(days: 89...91)
        let report = try await watched.run(day: 92)
        #expect(report.held(key) == "otherLedger")
        #expect(
            report.summary.problems.contains { $0.text.hasPrefix("Another ledger (") && $0.text.contains("stop one") })
        #expect(report.exitReasons.exitStatus == 3)
        // Once nothing that it told is ahead, it is not spoken of any longer.
        try await watched.run(day: 103)
        #expect(try await watched.run(day: 104).summary.problems == [])
    }

    @Test func `what a restore told by the other ledger holds too`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        var other = InMemoryLedger()
        for day in 76...90 {
            try await watched.run(day: Double(day))
            swap(&watched.ledger, &other)
            try await watched.run(day: Double(day) + 0.1)
            swap(&watched.ledger, &other)
        }
        try await watched.run(day: 91)
        try await watched.restore(key)
        swap(&watched.ledger, &other)
        try await watched.run(day: 91.1)
        try await watched.run(day: 91.9)
        #expect(watched.deactivations(of: key) == [91])
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [91, 92])
    }

    @Test func `an owner is told of a restore only once other ledgers can see its end`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.messenger.fail(.notDelivered, to: .security)
        let report = try await watched.restore(key)
        #expect(report.outcome == .done && report.problems.count == 1)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "")
        try await watched.run(day: 91.4)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "")
        watched.messenger.recover()
        try await watched.run(day: 91.5)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "restored@91")
        #expect(watched.words(["restored"], about: key, to: .security) == "restored@91")
    }

    @Test func `two Relevos in one channel never deactivate before the later deadline`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        var other = InMemoryLedger()
        for day in 76...100 {
            try await watched.run(day: Double(day))
            guard day >= 80 else { continue }
            swap(&watched.ledger, &other)
            watched.settings.policy.noticeDays = 15
            try await watched.run(day: Double(day) + 0.1)
            watched.settings.policy.noticeDays = 5
            swap(&watched.ledger, &other)
        }
        #expect(watched.deactivations(of: key).allSatisfy { $0 >= 95 })
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `a run that began at the same time is seen before anything is deactivated`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        // Another ledger's run posts its summary after this one read the channel.
        let one = watched.one.id
        watched.messenger.before("summary") { messenger in
            messenger.post(
                SummaryMarker(run: Made.id("run-77777"), ledger: "another", promises: [one: Made.day(94)]),
                as: "B0RELEVO")
        }
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        #expect(report.summary.held[.otherLedger] == 1)
        try await watched.run(days: 92...94)
        #expect(watched.deactivations(of: key) == [94])
    }

    @Test func `ledgers with different accounts share a channel and don't hold each other`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.post(
            SummaryMarker(
                run: Made.id("run-77777"), ledger: "another", promises: [Made.account(2).id: Made.day(120)]),
            as: "B0RELEVO")
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        #expect(report.summary.problems == [])
    }

    @Test func `another app's marker holds nothing and is reported by its app`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.post(
            SummaryMarker(
                run: Made.id("run-77777"), ledger: "another", promises: [watched.one.id: .distantFuture]),
            as: "B0FOREIGN")
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        #expect(
            report.summary.problems.contains { $0.text.contains("B0FOREIGN") && $0.text.contains("slack.earlier-apps") }
        )
    }

    @Test func `no marker reaches further than a message of its day can promise`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.post(
            SummaryMarker(
                run: Made.id("run-77777"), ledger: "another", promises: [watched.one.id: .distantFuture]),
            as: "B0RELEVO")
        try await watched.run(days: 91...210)
        #expect(watched.deactivations(of: key).first.map { $0 >= 90 + Policy.widestPromise } ?? false)
    }

    @Test func `a future promise is in the marker, however old it is`() async throws {
        let watched = Watched()
        watched.anna()
        watched.settings.policy.lateNoticeDays = 120
        try await watched.run(day: 100)
        watched.settings.policy.lateNoticeDays = 15
        try await watched.run(day: 200)
        let marker = try #require(watched.messenger.messages.last { $0.stamp != nil }?.stamp)
        #expect(marker.promises[watched.one.id] == Made.day(220))
    }

    @Test func `a restore's end is an open promise`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        try await watched.restore(key, hours: 240)
        try await watched.run(day: 92)
        watched.ledger = InMemoryLedger()
        try await watched.run(days: 93...100)
        #expect(watched.deactivations(of: key) == [91])
        let marker = try #require(watched.messenger.messages.last { $0.stamp?.run == Made.run(watched.runs) }?.stamp)
        #expect(marker.promises[watched.one.id] ?? .distantPast >= Made.day(101))
    }

    @Test func `more accounts than a message holds are continued in the thread, and a missing part is a doubt`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...79)
        let promises = Dictionary(
            (100..<350).map { (Made.id("000000000\($0)") as AccountID, Made.day(95)) } + [
                (watched.one.id, Made.day(95))
            ]
        ) { $1 }
        let parts = SummaryMarker(run: Made.id("run-77777"), ledger: "another", promises: promises).split
        #expect(parts.map(\.part) == [1, 2] && parts.allSatisfy { $0.parts == 2 })
        watched.messenger.post(parts[0], as: "B0RELEVO")
        let first = try await watched.run(day: 80)
        #expect(first.summary.problems.contains { $0.text.contains("parts of what run run-77777 recorded") })
        try await watched.run(days: 81...91)
        #expect(watched.deactivations(of: key) == [])
        // The missing part comes: nothing is in doubt any longer, and what it says holds.
        let parent = watched.messenger.messages.first { $0.stamp?.run.rawValue == "run-77777" }
        watched.messenger.post(parts[1], as: "B0RELEVO", under: parent?.delivery)
        #expect(try await watched.run(day: 92).held(key) == "otherLedger")
        try await watched.run(days: 93...95)
        #expect(watched.deactivations(of: key) == [95])
    }

    @Test func `a run with many accounts posts every part under its summary`() async throws {
        let accounts = (100..<350).map { Account(id: Made.id("000000000\($0)"), name: "account \($0)") }
        let watched = Watched(accounts: accounts)
        for (index, account) in accounts.enumerated() {
            let user = watched.estate.addUser(
                "person\(index)", in: account.id, tags: Made.engineer("U0PERSON\(index)", "Person \(index)"),
                createdAt: Made.day(-1))
            watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(day: 76)
        let page = try await watched.messenger.markers(
            in: MarkerSearch(channel: watched.messenger.securityChannel, from: .instant(.distantPast)))
        #expect(page.markers.count == 1)
        #expect(page.markers.first?.stamp.promises.count == 250)
        #expect(page.markers.first?.isWhole == true)
    }
}
