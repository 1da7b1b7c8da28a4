import FoundationEssentials
import Testing

@testable import AWS

struct PaceTests {
    @Test func `is unlimited until throttled`() {
        var pace = Pace()
        for _ in 0..<1_000 { #expect(pace.reserve(at: 0) == 0) }
        #expect(pace.rate == nil)
    }

    @Test func `keeps a published rate from the first call on, and never goes beyond it`() throws {
        var pace = Pace(most: 2)
        #expect((0..<4).map { _ in pace.reserve(at: 10) } == [0, 0.5, 1, 1.5])
        pace.succeeded(at: 11)
        #expect(pace.rate == 2)
        pace.throttled(sentAt: 11, at: 12)
        #expect(try #require(pace.rate) < 2)
        for second in 13..<100 { pace.succeeded(at: Double(second)) }
        #expect(pace.rate == 2)
    }

    @Test func `slows to 70 % of the rate that was sent`() throws {
        var pace = Pace()
        for call in 0..<40 { _ = pace.reserve(at: Double(call) / 20) }
        pace.throttled(sentAt: 1.95, at: 2)
        #expect(abs(try #require(pace.rate) - 14) < 0.6)
    }

    @Test func `callers that are throttled together cut the rate once`() throws {
        var pace = Pace()
        for _ in 0..<40 { _ = pace.reserve(at: 1) }
        pace.throttled(sentAt: 1, at: 1.1)
        let rate = pace.rate
        for _ in 0..<7 { pace.throttled(sentAt: 1, at: 1.2) }
        #expect(pace.rate == rate)
        pace.throttled(sentAt: 1.3, at: 1.4)
        #expect(try #require(pace.rate) < rate ?? 0)
    }

    @Test func `spaces the calls after that evenly`() throws {
        var pace = Pace()
        for _ in 0..<20 { _ = pace.reserve(at: 1) }
        pace.throttled(sentAt: 1, at: 1)
        let rate = try #require(pace.rate)
        let waits = (0..<4).map { _ in pace.reserve(at: 1) }
        for (first, second) in zip(waits, waits.dropFirst()) { #expect(abs(second - first - 1 / rate) < 1e-9) }
    }

    @Test func `never stops altogether`() throws {
        var pace = Pace()
        for second in 1..<50 {
            _ = pace.reserve(at: Double(second))
            pace.throttled(sentAt: Double(second), at: Double(second) + 0.1)
        }
        #expect(try #require(pace.rate) >= 0.5)
    }

    @Test func `grows back in ten seconds and is unlimited in the end`() throws {
        var pace = Pace()
        for _ in 0..<40 { _ = pace.reserve(at: 0) }
        pace.throttled(sentAt: 0, at: 0)
        pace.succeeded(at: 10)
        #expect(abs(try #require(pace.rate) - 20) < 0.1)
        pace.succeeded(at: 120)
        #expect(pace.rate == nil)
    }

    @Test func `after the clock is set back, nobody waits for a slot of the old time`() {
        var pace = Pace()
        _ = pace.reserve(at: 10_000)
        pace.throttled(sentAt: 10_000, at: 10_000)
        #expect(pace.reserve(at: 10) < 10)
    }
}

/// The hub's credentials request the sessions of all accounts, so the hub's rate limit delays them all.
struct HubPaceTests {
    private let clock = ManualClock()
    private static let accounts = (1...6).map { "\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)" }

    /// The first `AssumeRole` is throttled, nothing else is.
    private func sender() -> RespondingSender {
        let asked = Recorder<Void>()
        return RespondingSender { request in
            guard request.text.hasPrefix("Action=AssumeRole&") else { return try .ok("iam.ListAccessKeys_2.xml") }
            asked.record(())
            return asked.values.count == 1
                ? .refused(400, "Throttling", "Rate exceeded") : try .ok("sts.AssumeRole_1.xml")
        }
    }

    private func account(_ id: String, _ hub: AWSTransport) -> IAMClient {
        let role = AssumeRoleCredentials(
            sts: STSClient(hub),
            request: .init(roleARN: "arn:aws:iam::\(id):role/RelevoAudit", sessionName: "relevo-1"),
            now: hub.settings.now)
        return IAMClient(hub.scoped(id, credentials: role))
    }

    @Test(.timeLimit(.minutes(20)))
    func `one throttled AssumeRole delays those of all accounts, but no call in an account`() async throws {
        let sender = sender()
        let hub = try Made.transport(sender, try Made.settings(clock, random: 0), scope: "hub")
        let clients = Self.accounts.map { account($0, hub) }
        _ = try await clients[0].listAccessKeys(userName: "alice")
        let before = clock.now
        try await withThrowingTaskGroup { group in
            for client in clients { group.addTask { _ = try await client.listAccessKeys(userName: "alice") } }
            try await group.waitForAll()
        }
        // One in two seconds was too fast: the remaining five take about two seconds each.
        #expect(clock.now.timeIntervalSince(before) > 6)
        #expect(sender.bodies("AssumeRole").count == 7)

        let entered = clock.now
        for client in clients { for _ in 0..<5 { _ = try await client.listAccessKeys(userName: "alice") } }
        #expect(clock.now == entered)
    }
}
