import FoundationEssentials
import Testing

@testable import AWS

struct RefreshingCredentialsTests {
    private let clock = ManualClock()
    private let asked = Recorder<Date>()

    /// Returns credentials that expire at these seconds from the clock's start, one after the other; nil fails.
    private func provider(_ ends: [Double?], refreshBefore: Double = 300) -> RefreshingCredentials {
        let (clock, asked) = (clock, asked)
        return RefreshingCredentials(refreshBefore: refreshBefore, now: { clock.now }) {
            asked.record(clock.now)
            guard let end = ends[min(asked.values.count, ends.count) - 1] else {
                throw AWSError.credentials("not now")
            }
            return try Made.credentials(expiration: ManualClock.start.addingTimeInterval(end))
        }
    }

    @Test func `a source that returns the same ones again isn't asked for every call`() async throws {
        let provider = provider([400, 400, 400, 4_000])
        _ = try await provider.credentials()
        clock.advance(by: 200)
        for _ in 0..<5 { _ = try await provider.credentials() }
        #expect(asked.values.count == 2)
        clock.advance(by: 15)
        _ = try await provider.credentials()
        #expect(asked.values.count == 3)
        clock.advance(by: 15)
        let renewed = try await provider.credentials()
        #expect(renewed.expiration == ManualClock.start.addingTimeInterval(4_000))
    }

    @Test func `a clock set back doesn't stop renewals`() async throws {
        let provider = provider([400, 4_000])
        _ = try await provider.credentials()
        clock.advance(by: 200)
        clock.advance(by: -90)
        clock.advance(by: -11)
        _ = try await provider.credentials()
        #expect(asked.values.count == 1)
        clock.advance(by: 1 + 150)
        _ = try await provider.credentials()
        #expect(asked.values.count == 2)
    }

    @Test func `a failed refresh is retried, and the old ones are used until they expire`() async throws {
        let provider = provider([400, nil, nil, 4_000])
        _ = try await provider.credentials()
        clock.advance(by: 300)
        #expect(try await provider.credentials().expiration == ManualClock.start.addingTimeInterval(400))
        clock.advance(by: 71)
        await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(try await provider.credentials().expiration == ManualClock.start.addingTimeInterval(4_000))
    }

    @Test(.timeLimit(.minutes(20)))
    func `one refresh at a time, however many wait`() async throws {
        let provider = provider([400, 4_000])
        _ = try await provider.credentials()
        clock.advance(by: 380)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 { group.addTask { _ = try await provider.credentials() } }
            try await group.waitForAll()
        }
        #expect(asked.values.count == 2)
    }
}
