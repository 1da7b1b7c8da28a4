import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What nobody can say stays open for a week and no longer: then it is settled one way or the other, and said.
struct UnclearRunTests {
    private static let bo = Recipient.person(Made.person("U0BO"))

    private func says(_ report: RunReport, _ words: String) -> Bool {
        report.summary.problems.contains { $0.text.contains(words) }
    }

    @Test func `a notice that can't be looked up for a week is sent once more and marked`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.unknown(stored: true), to: Watched.anna, times: 1)
        try await watched.run(day: 76)
        watched.messenger.lookUps(.fail)
        for day in 77...82 {
            let report = try await watched.run(day: Double(day))
            #expect(report.held(key) == "deliveryUnknown")
            #expect(report.exitReasons.exitStatus == 3)
        }
        let report = try await watched.run(day: 83)
        #expect(says(report, "could not be looked up for a week"))
        #expect(report.exitReasons.exitStatus == 3)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@83?")
        watched.messenger.recover()
        try await watched.run(days: 84...91)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `what may have been read counts, also when it could never be looked up`() async throws {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = 2
        watched.settings.policy.maxPercent = 100
        let (_, old) = watched.anna()
        let bo = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let young = watched.estate.addKey(bo, createdAt: Made.day(1))
        let third = watched.estate.addKey(bo, createdAt: Made.day(2))
        // The youngest key's deadline is two days out, behind the others', in a message that is stored behind a 503.
        watched.messenger.fail(.unknown(stored: true), to: Self.bo, times: 1)
        try await watched.run(day: 200)
        watched.messenger.lookUps(.fail)
        watched.estate.deleteKey(old)
        watched.estate.deleteKey(young)
        try await watched.run(days: 201...208)
        watched.messenger.recover()
        try await watched.run(days: 209...225)
        let gone = try #require(watched.deactivations(of: third).first)
        #expect(gone >= 217)
    }

    @Test func `a deactivation is reported once more, marked, when the message could not be looked up`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.unknown(stored: true), word: "deactivated", times: 2)
        try await watched.run(day: 91)
        watched.messenger.lookUps(.fail)
        for day in 92...97 { #expect(try await watched.run(day: Double(day)).exitReasons.exitStatus == 3) }
        #expect(told(watched) == [false, false])
        let report = try await watched.run(day: 98)
        #expect(says(report, "The message to the security channel") && says(report, "The message to U0ANNA"))
        try await watched.run(days: 99...120)
        #expect(told(watched) == [false, false, true, true])
        #expect(watched.deactivations(of: key) == [91])
    }

    private func told(_ watched: Watched) -> [Bool] {
        watched.messenger.messages.filter { $0.payload.word == "deactivated" }.map(\.payload.isMarked)
    }

    @Test func `a message that was certainly not sent is looked up around its own attempt, not around the first`()
        async throws
    {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.notDelivered, to: .security, word: "deactivated", times: 3)
        watched.messenger.fail(.unknown(stored: true), to: .security, word: "deactivated", times: 1)
        try await watched.run(days: 91...110)
        let toChannel = watched.messenger.messages.filter {
            $0.payload.word == "deactivated" && $0.recipient == .security
        }
        #expect(toChannel.count == 1)
        #expect(toChannel.first?.payload.isMarked == false)
    }

    @Test func `a summary whose answer was lost is found, and posted no second time`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.unknown(stored: true), word: "summary", times: 1)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        #expect(summaries(watched, on: 91) == [false])
    }

    @Test func `a summary that surely isn't there is posted once more and says so`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.unknown(stored: false), word: "summary", times: 1)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        #expect(summaries(watched, on: 91) == [true])
        // Both tries lost: nothing is deactivated, and nobody posts a third.
        watched.messenger.fail(.unknown(stored: true), word: "summary", times: 2)
        watched.messenger.lookUps(.findNothing)
        try await watched.run(day: 92)
        #expect(summaries(watched, on: 92).count == 2)
    }

    private func summaries(_ watched: Watched, on day: Double) -> [Bool] {
        watched.messenger.messages
            .filter { $0.payload.word == "summary" && $0.at >= Made.day(day) && $0.at < Made.day(day + 1) }
            .map(\.payload.isMarked)
    }

    @Test func `a person whom Slack refuses with an unlisted code is replaced by the stand-in after a week`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        let (_, key) = watched.anna()
        watched.messenger.answer(.unlisted("org_user_not_in_team"), about: Made.person("U0ANNA"))
        for day in 76...83 {
            let report = try await watched.run(day: Double(day))
            #expect(report.held(key) == "recipientUnknown")
            #expect(report.exitReasons.exitStatus == 3)
        }
        try await watched.run(day: 84)
        #expect(watched.words(["unreachable"], about: key, to: .security).hasPrefix("unreachable@84"))
        try await watched.run(days: 85...105)
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `so is one whom no message can be sent to`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        let (_, key) = watched.anna()
        watched.messenger.fail(.unlisted, to: Watched.anna)
        try await watched.run(days: 76...110)
        #expect(watched.notices(of: key, to: Watched.anna) == "")
        #expect(!watched.words(["unreachable"], about: key, to: .security).isEmpty)
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `one unclear answer moves nothing`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.unlisted, to: Watched.anna, times: 1)
        try await watched.run(days: 76...91)
        #expect(watched.words(["unreachable"], about: key, to: .security).isEmpty)
        #expect(watched.deactivations(of: key).count == 1)
    }
}
