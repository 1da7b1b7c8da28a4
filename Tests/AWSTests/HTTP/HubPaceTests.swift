import FoundationEssentials
import Testing

@testable import AWS

/// Sessions of many accounts are asked for with the hub's credentials, so the hub's pace holds them all back.
struct HubPaceTests {
    private let clock = ManualClock()
    private static let accounts = (1...6).map { "\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)\($0)" }

    /// The first `AssumeRole` is throttled, nothing else is.
    private func sender() -> AnsweringSender {
        let asked = Recorder<Void>()
        return AnsweringSender { request in
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
    func `one throttled AssumeRole spaces those of every account, and no call inside an account`() async throws {
        let sender = sender()
        let hub = try Made.transport(sender, try Made.settings(clock, random: 0), scope: "hub")
        let clients = Self.accounts.map { account($0, hub) }
        _ = try await clients[0].listAccessKeys(userName: "alice")
        let before = clock.now
        try await withThrowingTaskGroup { group in
            for client in clients { group.addTask { _ = try await client.listAccessKeys(userName: "alice") } }
            try await group.waitForAll()
        }
        // One in two seconds was too fast: the five that are left take about two each.
        #expect(clock.now.timeIntervalSince(before) > 6)
        #expect(sender.bodies("AssumeRole").count == 7)

        let entered = clock.now
        for client in clients { for _ in 0..<5 { _ = try await client.listAccessKeys(userName: "alice") } }
        #expect(clock.now == entered)
    }
}
