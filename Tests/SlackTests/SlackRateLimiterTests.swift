import Slack
import Testing

struct SlackRateLimiterTests {
    private let clock = ManualClock()

    private func starts(_ rateLimiter: SlackRateLimiter, _ calls: [(String, String?)]) async throws -> [Duration] {
        var starts: [Duration] = []
        for (method, channel) in calls {
            try await rateLimiter.turn(for: method, channel: channel)
            starts.append(clock.now)
        }
        return starts
    }

    @Test func `one message per second in a channel`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        let post = ("chat.postMessage", Optional("C1"))
        #expect(try await starts(rateLimiter, [post, post, post]) == [.zero, .seconds(1), .seconds(2)])
    }

    @Test func `four messages per second in the workspace`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        let posts = (1...5).map { ("chat.postMessage", Optional("C\($0)")) }
        #expect(try await starts(rateLimiter, posts) == [0, 250, 500, 750, 1_000].map { .milliseconds($0) })
    }

    @Test func `no call waits after a pause`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        try await rateLimiter.turn(for: "chat.postMessage", channel: "C1")
        clock.pass(.seconds(1))
        #expect(try await rateLimiter.turn(for: "chat.postMessage", channel: "C1") == .zero)
    }

    @Test func `a method with a tier keeps to it in every minute`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        let times = try await starts(rateLimiter, Array(repeating: ("users.info", nil), count: 201))
        #expect(times[99] == .zero)
        #expect(times[100] == .seconds(60))
        #expect(times[199] == .seconds(60))
        #expect(times[200] == .seconds(120))
    }

    @Test func `a method without a tier or channel doesn't wait`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        #expect(
            try await starts(rateLimiter, Array(repeating: ("auth.test", nil), count: 5)).allSatisfy { $0 == .zero })
    }

    @Test func `after a 429 everyone waits`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        await rateLimiter.hold("chat.postMessage", for: .seconds(30))
        #expect(try await rateLimiter.turn(for: "chat.postMessage", channel: "C2") == .seconds(30))
        #expect(try await rateLimiter.turn(for: "users.info", channel: nil) == .zero)
    }

    @Test func `a hold that is too long to wait for ends each call at once`() async throws {
        let rateLimiter = SlackRateLimiter(clock: clock.slackClock)
        await rateLimiter.hold("chat.postMessage", for: .seconds(600))
        let error = await Fixture.error { try await rateLimiter.turn(for: "chat.postMessage", channel: "C1") }
        #expect(
            error
                == .notDelivered(
                    SlackFailure(
                        method: "chat.postMessage", code: "ratelimited", target: "C1", retryAfter: .seconds(600))))
        #expect(clock.waits.isEmpty)
        clock.pass(.seconds(500))
        #expect(try await rateLimiter.turn(for: "chat.postMessage", channel: "C1") == .seconds(100))
    }

    @Test func `turns asked for at once are apart`() async throws {
        let clock = ManualClock()
        // Waiting doesn't move this clock: the test checks how long each call was told to wait.
        let frozen = SlackClock(
            uptime: { .zero },
            sleep: {
                clock.pass($0); throw CancellationError()
            })
        let rateLimiter = SlackRateLimiter(clock: frozen)
        for _ in 0..<4 { _ = try? await rateLimiter.turn(for: "chat.postMessage", channel: "C1") }
        // 0 + 1 + 2 + 3 seconds.
        #expect(clock.now == .seconds(6))
    }
}
