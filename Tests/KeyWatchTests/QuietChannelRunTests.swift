import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What stands at the security channel's top level, and what goes into the summary's thread.
struct QuietChannelRunTests {
    @Test func `over a key's whole life the summary is the only message at the top level`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.estate.addKey(watched.estate.addUser("stray", in: watched.one.id, tags: [:]), createdAt: Made.day(0))
        for day in 70...96 { try await watched.run(day: Double(day)) }
        #expect(watched.deactivations(of: key) == [91])
        let channel = watched.messages(to: .security)
        #expect(Set(channel.filter { $0.thread == nil }.map(\.payload.word)) == ["summary"])
        #expect(
            Set(channel.filter { $0.thread != nil }.map(\.payload.word))
                == ["noticeCopies", "unreachable", "deactivated"])
        // Each is in the thread of a summary of the same day.
        let summaries = Set(channel.filter { $0.payload.word == "summary" }.map(\.delivery))
        #expect(channel.compactMap(\.thread).allSatisfy(summaries.contains))
    }

    @Test func `an unexpected new key stands at the top level, an expected one doesn't`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        for day in [50, 77] { try await watched.run(day: Double(day)) }
        let expected = watched.estate.addKey(user, createdAt: Made.day(77.5))
        let other = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let extra = watched.estate.addKey(other, createdAt: Made.day(77.6))
        try await watched.run(day: 78)
        let announced = watched.messages(to: .security).filter { $0.payload.word == "newKey" }
        #expect(announced.filter { $0.thread == nil }.flatMap(\.payload.lines).map(\.key) == [extra])
        #expect(announced.filter { $0.thread != nil }.flatMap(\.payload.lines).map(\.key) == [expected])
    }

    @Test func `a decoy's use, and a key that somebody activated again, stand at the top level`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        let bait = watched.estate.addKey(
            watched.estate.addUser("bait", in: watched.one.id, tags: [:]), createdAt: Made.day(0))
        watched.settings.policy.decoys = [ARNPattern("arn:*:user/bait")]
        try await watched.run(days: 70...92)
        watched.clock.set(Made.day(92.5))
        watched.estate.set(key, active: true)
        watched.estate.use(bait)
        try await watched.run(day: 93)
        for (word, about) in [("decoyUsed", bait), ("reactivated", key)] {
            let alarms = watched.messages(to: .security).filter { $0.payload.word == word }
            #expect(alarms.map { $0.thread == nil } == [true], "\(word)")
            #expect(alarms.flatMap(\.payload.lines).map(\.key) == [about], "\(word)")
        }
    }

    /// A notice in an owner's place is in a thread, so that is where it is looked for.
    @Test func `a notice in a thread whose answer was lost is found there`() async throws {
        let watched = Watched()
        let user = watched.estate.addUser("stray", in: watched.one.id, tags: [:])
        let key = watched.estate.addKey(user, createdAt: Made.day(0))
        try await watched.run(day: 70)
        watched.clock.set(Made.day(76))
        watched.messenger.fail(.unknown(stored: true), word: "unreachable", times: 1)
        try await watched.runNow()
        try await watched.run(day: 77)
        #expect(watched.notices(of: key, to: .security) == "76@76")
    }

    @Test func `the summary's facts are the plan's`() async throws {
        let watched = Watched()
        watched.anna()
        watched.estate.addKey(watched.estate.addUser("stray", in: watched.one.id, tags: [:]), createdAt: Made.day(0))
        for day in [70, 76, 81] { try await watched.run(day: Double(day)) }
        let soon = try await watched.run(day: 86).summary
        #expect(soon.nextDays.values.reduce(0, +) == 1, "anna's deadline; a key without an owner has none")
        #expect(soon.share == 100 && soon.week.notices == 2)
        let report = try await watched.run(day: 92)
        #expect(report.summary.heldKeys.map(\.user.name) == report.plan.held.map(\.user.name))
        #expect(report.summary.share == 0, "one of two is past its day, and the other was deactivated in this run")
        #expect(report.summary.week.shareBefore == 100)
    }
}
