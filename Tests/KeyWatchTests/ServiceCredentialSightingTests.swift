import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Service-specific credentials that AWS reports as they are created: the security channel is told once.
struct ServiceCredentialSightingTests {
    private static let id = "ACCAEXAMPLE000000001"

    private func see(
        _ watched: Watched, in account: AccountID = Made.account(1).id, crash: CrashPoint? = nil
    ) async throws -> SightingRequests.Outcome {
        let activity = KeyActivity(
            actor: .user(name: "luis", id: nil), actorARN: nil, means: .console, source: "198.51.100.7",
            at: watched.clock.now, event: "e-1")
        let sighting = try #require(
            ServiceCredentialSighting(
                account: account, userName: "anna", id: Self.id, service: "bedrock.amazonaws.com", activity: activity))
        return try await SightingRequests(watched.intervention(crash), readers: watched.estate).tell(
            sighting, run: watched.nextRun())
    }

    private func told(_ watched: Watched) -> Int {
        watched.messages(to: .security).count { $0.payload.word == "serviceCredential" }
    }

    private func watched(mode: Mode = .enforce) async throws -> Watched {
        let watched = Watched(mode: mode)
        _ = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        return watched
    }

    @Test func `the channel is told once, although the event comes three times`() async throws {
        let watched = try await watched()
        #expect(try await see(watched) == .told)
        for _ in 1...2 {
            watched.clock.advance(3_600)
            #expect(try await see(watched) == .ignored("the channel was told about \(Self.id) already"))
        }
        try await watched.run(day: 1)
        #expect(told(watched) == 1)
        #expect(await watched.ledger.unsentMessages() == [])
    }

    @Test func `nothing is told of accounts that aren't watched, nor in mode report`() async throws {
        let outside = try #require(AccountID(rawValue: "999999999999"))
        guard case .ignored(let why) = try await see(try await watched(), in: outside) else {
            Issue.record("it was told")
            return
        }
        #expect(why.contains("999999999999 is not watched"))
        let reporting = try await watched(mode: .report)
        #expect(try await see(reporting) == .ignored("in mode report only the summary is posted"))
        #expect(told(reporting) == 0)
    }

    @Test(arguments: CrashPoint.Moment.allCases)
    func `wherever it is killed and called again, the channel is told once`(moment: CrashPoint.Moment) async throws {
        var call = 1
        while true {
            let watched = try await watched()
            let crash = CrashPoint(atCall: call, moment)
            _ = try? await see(watched, crash: crash)
            watched.clock.advance(60)
            _ = try await see(watched)
            try await watched.run(day: 1)
            #expect(told(watched) == 1, "killed \(moment) call \(call)")
            #expect(await watched.ledger.unsentMessages() == [])
            guard crash.hasCrashed else { break }
            call += 1
        }
        #expect(call > 4, "it was expected to make several calls")
    }

    @Test(arguments: ["", "ACCA", "ACCA EXAMPLE 00001", "ACCA/../EXAMPLE", String(repeating: "A", count: 80)])
    func `an id that is none is refused`(id: String) {
        let activity = KeyActivity(
            actor: .root, actorARN: nil, means: .unknown, source: nil, at: Made.day(0), event: "e")
        let sighting = ServiceCredentialSighting(
            account: Made.account(1).id, userName: "anna", id: id, service: "s", activity: activity)
        #expect(sighting == nil)
    }
}
