import FoundationEssentials
import Testing

@testable import AWS

struct IAMClientTests {
    private func client(_ sender: ScriptedSender) throws -> IAMClient { IAMClient(try Made.transport(sender)) }

    @Test func `lists a user's keys over all pages`() async throws {
        let sender = ScriptedSender([try .ok("iam.ListAccessKeys_1.xml"), try .ok("iam.ListAccessKeys_2.xml")])
        let keys = try await client(sender).accessKeys(userName: "alice")
        #expect(keys.map(\.id) == ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE", "AKIAJ2UCCR6DPCEXAMPLE"])
        #expect(keys.map(\.status) == ["Active", "Inactive", "Expired"])
        let created = ManualClock.start.addingTimeInterval(-91 * 86_400)
        #expect(keys.map { $0.createDate.timeIntervalSince(created) } == [0, 0.25, 0])
        #expect(
            sender.bodies == [
                "Action=ListAccessKeys&Version=2010-05-08&UserName=alice",
                "Action=ListAccessKeys&Version=2010-05-08&UserName=alice&Marker=AAEC%2Fpage%2Btwo%3D%3D",
            ])
    }

    @Test func `a page that repeats its marker is an error`() async throws {
        let sender = ScriptedSender([try .ok("iam.ListAccessKeys_1.xml"), try .ok("iam.ListAccessKeys_1.xml")])
        let error = await #expect(throws: AWSError.self) { try await client(sender).accessKeys(userName: "alice") }
        #expect(error?.kind == .incomplete && error?.operation == "ListAccessKeys" && error?.scope == "222222222222")
        #expect(sender.requests.count == 2)
    }

    @Test func `a single page may not repeat its marker either`() async throws {
        let sender = ScriptedSender([try .ok("iam.ListAccessKeys_1.xml")])
        let error = await #expect(throws: AWSError.self) {
            try await client(sender).listAccessKeys(userName: "alice", marker: "AAEC/page+two==")
        }
        #expect(error?.kind == .incomplete)
    }

    @Test func `a truncated page without a marker is an error`() async throws {
        let body = """
            <ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata/><IsTruncated>true</IsTruncated>
            </ListAccessKeysResult></ListAccessKeysResponse>
            """
        let error = await #expect(throws: AWSError.self) {
            try await client(ScriptedSender([.text(200, body)])).accessKeys(userName: "alice")
        }
        #expect(error?.kind == .incomplete)
    }

    @Test func `another user's keys are an error`() async throws {
        let sender = ScriptedSender([try .ok("iam.ListAccessKeys_2.xml")])
        let error = await #expect(throws: AWSError.self) { try await client(sender).accessKeys(userName: "bob") }
        #expect(error?.kind == .malformedResponse)
    }

    @Test func `reads users with tags, groups and policies, page by page`() async throws {
        let sender = ScriptedSender([
            try .ok("iam.GetAccountAuthorizationDetails_1.xml"), try .ok("iam.GetAccountAuthorizationDetails_2.xml"),
        ])
        var pages: [AWSPage<IAMUser>] = []
        for try await page in try client(sender).accountUsers() { pages.append(page) }
        #expect(pages.map(\.items.count) == [2, 0] && pages.map(\.isLast) == [false, true])
        let alice = try #require(pages.first?.items.first)
        #expect(alice.tags == [IAMTag(key: "slack-id", value: "U0123456789"), IAMTag(key: "Type", value: "engineer")])
        #expect(alice.groups == ["Admins", "Payments"] && alice.path == "/")
        #expect(alice.attachedPolicies == ["AWSCompromisedKeyQuarantineV3"])
        #expect(pages[0].items[1].arn == "arn:aws:iam::222222222222:user/ci/deploy" && pages[0].items[1].tags.isEmpty)
        #expect(
            sender.bodies[0]
                == "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1=User&MaxItems=1000")
        #expect(
            sender.bodies[1].hasSuffix(
                "&Marker=EXAMPLEkakv9BCuUNFDtxWSyfzetYwEx2ADc8dnzfvERF5S6YMvXKx41t6gCl%2FeeaCX3Jo94%2FbKqezEAg8TEVS%3D%3D"
            ))
    }

    @Test func `reads one user`() async throws {
        let sender = ScriptedSender([try .ok("iam.GetUser_1.xml")])
        let bob = try await client(sender).getUser(userName: "bob")
        #expect(bob.id == "AIDACKCEVSQ6C2EXAMPLE" && bob.path == "/division_abc/subdivision_xyz/")
        #expect(bob.tags == [IAMTag(key: "full-name", value: "Zoë Ñandú 王 & 🔑"), IAMTag(key: "note", value: "")])
        #expect(bob.permissionsBoundary == "arn:aws:iam::222222222222:policy/edge")
        #expect(bob.passwordLastUsed == WireDate.iso8601("2026-10-10T14:37:51Z"))
    }

    @Test func `reads a key's last use, or that it has none`() async throws {
        let sender = ScriptedSender([
            try .ok("iam.GetAccessKeyLastUsed_1.xml"), try .ok("iam.GetAccessKeyLastUsed_2.xml"),
        ])
        let client = try client(sender)
        let used = try await client.getAccessKeyLastUsed(accessKeyID: "AKIAIOSFODNN7EXAMPLE")
        #expect(used.date == WireDate.iso8601("2026-11-20T17:15:00Z") && used.service == "s3" && used.region == nil)
        let unused = try await client.getAccessKeyLastUsed(accessKeyID: "AKIAIOSFODNN7EXAMPLE")
        #expect(unused == IAMAccessKeyLastUse(userName: "alice", date: nil, service: nil, region: nil))
    }

    @Test func `generates the credential report and reads it`() async throws {
        let sender = ScriptedSender([
            try .ok("iam.GenerateCredentialReport_1.xml"), .refused(404, "ReportInProgress"),
            try .ok("iam.GetCredentialReport_1.xml"),
        ])
        let client = try client(sender)
        let state = try await client.generateCredentialReport()
        #expect(state.state == "STARTED" && !state.isComplete)
        let error = await #expect(throws: AWSError.self) { try await client.getCredentialReport() }
        #expect(error?.code == "ReportInProgress")
        let report = try await client.getCredentialReport()
        #expect(
            String(decoding: report.content, as: UTF8.self) == "user,arn\n<root_account>,arn:aws:iam::222222222222:root"
        )
        #expect(report.generatedTime == WireDate.iso8601("2026-11-24T05:00:00Z"))
    }

    @Test func `lists MFA devices`() async throws {
        let devices = try await client(ScriptedSender([try .ok("iam.ListMFADevices_1.xml")])).mfaDevices(
            userName: "alice")
        #expect(devices.map(\.serialNumber) == ["arn:aws:iam::222222222222:mfa/alice"])
    }

    @Test func `a call without a name is never sent`() async throws {
        let sender = ScriptedSender([])
        let client = try client(sender)
        await #expect(throws: AWSError.self) { try await client.listAccessKeys(userName: "") }
        await #expect(throws: AWSError.self) { try await client.getUser(userName: "") }
        await #expect(throws: AWSError.self) { try await client.listMFADevices(userName: "") }
        await #expect(throws: AWSError.self) { try await client.getAccessKeyLastUsed(accessKeyID: "") }
        #expect(sender.requests.isEmpty)
    }

    static let names = [
        ("alice@ex+am=ple,1", "alice%40ex%2Bam%3Dple%2C1"), ("zoë ñ", "zo%C3%AB+%C3%B1"),
        ("a&UserName=bob", "a%26UserName%3Dbob"),
    ]

    @Test(arguments: names)
    func `names are sent unchanged`(_ name: String, _ encoded: String) async throws {
        let sender = ScriptedSender([.refused(404, "NoSuchEntity")])
        await #expect(throws: AWSError.self) { try await client(sender).getUser(userName: name) }
        #expect(sender.bodies == ["Action=GetUser&Version=2010-05-08&UserName=\(encoded)"])
    }
}
