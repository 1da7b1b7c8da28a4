import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings
import Testing

@testable import Adapters

/// An account of the organization that is not as AWS documents it.
struct UnreadAccountTests {
    private struct OneAnswer: HTTPSender {
        let body: String

        func send(_ request: WireRequest) async throws -> WireResponse {
            WireResponse(status: 200, body: Array(body.utf8))
        }
    }

    private static let good = #"{"Id":"222222222222","State":"ACTIVE","Name":["odd"],"JoinedTimestamp":"yesterday"}"#

    private func accounts(
        _ odd: String, include: Set<AccountSelector> = [], exclude: Set<AccountSelector> = []
    ) async throws -> [String] {
        let credentials = try AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret")
        let transport = AWSTransport(
            sender: OneAnswer(body: "{\"Accounts\":[\(odd),\(Self.good)]}"),
            settings: AWSTransport.Settings(endpoints: try AWSEndpoints(environment: [:])),
            credentials: StaticCredentials(credentials), scope: "hub")
        return try await OrganizationAccounts(
            organizations: OrganizationsClient(transport), include: include, exclude: exclude
        ).accounts().watched.map(\.id.rawValue)
    }

    private func selector(_ id: String) throws -> AccountSelector { .account(try #require(AccountID(rawValue: id))) }

    @Test(arguments: [#"{"Id":"333333333333"}"#, #"{"Id":"333333333333","State":7,"Status":7}"#, "null", #"{"Id":4}"#])
    func `spoils the list where it may be one that is watched`(_ odd: String) async throws {
        await #expect(throws: AdapterError.self) { _ = try await accounts(odd) }
        await #expect(throws: AdapterError.self) {
            _ = try await accounts(odd, include: [try selector("333333333333")])
        }
    }

    @Test func `is left alone where it is not`() async throws {
        let odd = #"{"Id":"333333333333","State":7,"Status":7}"#
        #expect(try await accounts(odd, exclude: [try selector("333333333333")]) == ["222222222222"])
        #expect(try await accounts(odd, include: [try selector("222222222222")]) == ["222222222222"])
    }
}
