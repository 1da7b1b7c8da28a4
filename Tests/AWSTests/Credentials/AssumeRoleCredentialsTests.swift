import FoundationEssentials
import Testing

@testable import AWS

struct AssumeRoleCredentialsTests {
    private let clock = ManualClock()
    private let request = STSClient.AssumeRoleRequest(
        roleARN: "arn:aws:iam::222222222222:role/RelevoAudit", sessionName: "relevo-1",
        policy: "{\"Version\":\"2012-10-17\"}")

    private func provider(_ sender: ScriptedSender) throws -> AssumeRoleCredentials {
        let transport = try Made.transport(sender, try Made.settings(clock))
        let clock = clock
        return AssumeRoleCredentials(sts: STSClient(transport), request: request, now: { clock.now })
    }

    /// The fixture's session expires an hour after the clock's start.
    private func session(_ id: String, endingAfter seconds: Double) throws -> ScriptedSender.Step {
        let time = CivilTime(clock.now.addingTimeInterval(seconds))
        let two = { (n: Int) in n < 10 ? "0\(n)" : "\(n)" }
        let end =
            "\(time.year)-\(two(time.month))-\(two(time.day))T\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
        let text = String(decoding: try Fixture.bytes("sts.AssumeRole_1.xml"), as: UTF8.self)
        return .text(200, text.replacing("ASIAIOSFODNN7EXAMPLE", with: id).replacing("2026-11-24T07:39:00Z", with: end))
    }

    @Test func `are kept until five minutes before they expire, and renewed with the same policy`() async throws {
        let sender = ScriptedSender([
            try session("ASIAONE", endingAfter: 3_600), try session("ASIATWO", endingAfter: 7_200),
        ])
        let provider = try provider(sender)
        #expect(try await provider.credentials().accessKeyID == "ASIAONE")
        clock.advance(by: 3_299)
        #expect(try await provider.credentials().accessKeyID == "ASIAONE")
        clock.advance(by: 1)
        #expect(try await provider.credentials().accessKeyID == "ASIATWO")
        #expect(Set(sender.bodies).count == 1)
        #expect(sender.bodies[0].hasSuffix("&Policy=%7B%22Version%22%3A%222012-10-17%22%7D"))
    }

    @Test func `are fetched once for many callers`() async throws {
        let sender = ScriptedSender([try session("ASIAONE", endingAfter: 3_600)])
        let provider = try provider(sender)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<32 { group.addTask { try await provider.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids == ["ASIAONE"] && sender.requests.count == 1)
    }

    @Test func `a failure isn't cached`() async throws {
        let sender = ScriptedSender([.refused(403, "AccessDenied"), try session("ASIAONE", endingAfter: 3_600)])
        let provider = try provider(sender)
        await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(try await provider.credentials().accessKeyID == "ASIAONE")
    }

    @Test func `after a failed renewal the old ones are used until they expire`() async throws {
        let sender = ScriptedSender([
            try session("ASIAONE", endingAfter: 3_600), .refused(403, "AccessDenied"), .refused(403, "AccessDenied"),
        ])
        let provider = try provider(sender)
        _ = try await provider.credentials()
        clock.advance(by: 3_400)
        #expect(try await provider.credentials().accessKeyID == "ASIAONE")
        clock.advance(by: 180)
        await #expect(throws: AWSError.self) { try await provider.credentials() }
    }
}
