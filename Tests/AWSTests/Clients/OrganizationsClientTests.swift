import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

struct OrganizationsClientTests {
    private func client(_ sender: ScriptedSender) throws -> OrganizationsClient {
        OrganizationsClient(try Made.transport(sender))
    }

    @Test func `reads all accounts, with empty pages and both names of their state`() async throws {
        let sender = ScriptedSender(try (1...3).map { try .ok("organizations.ListAccounts_\($0).json") })
        let accounts = try await client(sender).accounts().items
        #expect(accounts.map(\.id) == ["111111111111", "222222222222", "333333333333"])
        #expect(accounts.map(\.state) == ["ACTIVE", "PENDING_CLOSURE", "ACTIVE"])
        #expect(accounts[1].joinedAt == Date(timeIntervalSince1970: 1_481_835_795.536) && accounts[2].joinedAt == nil)
        #expect(sender.bodies == ["{}", "{\"NextToken\":\"two\"}", "{\"NextToken\":\"three\"}"])
        let request = sender.requests[0]
        #expect(request.url == "https://organizations.us-east-1.amazonaws.com/")
        #expect(request.headers["X-Amz-Target"] == ["AWSOrganizationsV20161128.ListAccounts"])
        #expect(request.headers["Content-Type"] == ["application/x-amz-json-1.1"])
    }

    @Test func `reads units and the organization`() async throws {
        let sender = ScriptedSender([
            try .ok("organizations.ListOrganizationalUnitsForParent_1.json"),
            try .ok("organizations.ListAccounts_3.json"), try .ok("organizations.DescribeOrganization_1.json"),
        ])
        let client = try client(sender)
        #expect(try await client.units(under: "r-1").map(\.name) == ["Production"])
        #expect(try await client.accounts(under: "ou-1").items.map(\.id) == ["333333333333"])
        #expect(try await client.describeOrganization().managementAccountID == "111111111111")
        #expect(sender.bodies == ["{\"ParentId\":\"r-1\"}", "{\"ParentId\":\"ou-1\"}", "{}"])
    }

    @Test func `a page that repeats its token is an error`() async throws {
        let page = ScriptedSender.Step.text(200, "{\"Accounts\":[],\"NextToken\":\"two\"}")
        let error = await #expect(throws: AWSError.self) { try await client(ScriptedSender([page, page])).accounts() }
        #expect(error?.kind == .incomplete && error?.operation == "ListAccounts")
    }

    @Test func `is slowed down and denied in its own words`() async throws {
        let slow = ScriptedSender.Step.text(400, "{\"__type\":\"TooManyRequestsException\",\"Message\":\"slow\"}")
        let denied = ScriptedSender.Step.text(400, "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}")
        let sender = ScriptedSender([slow, denied])
        let error = await #expect(throws: AWSError.self) { try await client(sender).accounts() }
        #expect(error?.isAccessDenied == true && sender.requests.count == 2)
    }

    @Test func `an unreadable account doesn't affect the others`() async throws {
        let body = #"{"Accounts":[{"Id":"1"},null,{"Id":"2","State":"ACTIVE","Name":5}]}"#
        let read = try await client(ScriptedSender([.text(200, body)])).accounts()
        #expect(read.items.map(\.id) == ["2"])
        #expect(read.unreadable == [UnreadableItem(id: "1"), UnreadableItem(id: nil)])
    }

    @Test func `an unreadable unit is an error, as the accounts below it would be missing`() async throws {
        let body = #"{"OrganizationalUnits":[{"Id":"ou-1","Name":5},{"Name":"a"}]}"#
        let error = await #expect(throws: AWSError.self) {
            try await client(ScriptedSender([.text(200, body)])).units(under: "r-1")
        }
        #expect(error?.kind == .malformedResponse)
    }

    @Test(arguments: ["", "[]", "{}", "{\"Accounts\":{}}", "<html>"])
    func `refuses what isn't a page`(_ body: String) async throws {
        let error = await #expect(throws: AWSError.self) {
            try await client(ScriptedSender([.text(200, body)])).accounts()
        }
        #expect(error?.kind == .malformedResponse)
    }
}
