import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings
import Synchronization
import Testing

@testable import Adapters

/// Which accounts of an organization are watched, and why the others are not.
struct OrganizationAccountsTests {
    /// Answers by what is asked for.
    private final class FakeOrganizations: HTTPSender {
        private let state: Mutex<[String: (Int, String)]>

        init(_ answers: [String: (Int, String)]) { state = Mutex(answers) }

        func send(_ request: WireRequest) async throws -> WireResponse {
            let name =
                "\(request.headers)".firstMatch(of: #/AWSOrganizationsV20161128\.([A-Za-z]+)/#)
                .map { String($0.1) } ?? ""
            let body = String(decoding: request.body, as: UTF8.self)
            let parent = body.firstMatch(of: #/"ParentId":"([^"]+)"/#).map { String($0.1) }
            let key = parent.map { "\(name) \($0)" } ?? name
            let answer = state.withLock { $0[key] } ?? (400, #"{"__type":"ParentNotFoundException","message":"no"}"#)
            return WireResponse(status: answer.0, body: Array(answer.1.utf8))
        }
    }

    private static func page(_ accounts: [(String, String)]) -> (Int, String) {
        let items = accounts.map { #"{"Id":"\#($0.0)","Name":"n\#($0.0.prefix(1))","State":"\#($0.1)"}"# }
        return (200, #"{"Accounts":[\#(items.joined(separator: ","))]}"#)
    }

    private static let all = page([
        ("111111111111", "ACTIVE"), ("222222222222", "SUSPENDED"), ("333333333333", "ACTIVE"),
        ("444444444444", "PENDING_CLOSURE"), ("555555555555", "ACTIVE"),
    ])

    private static let unit = "ou-abcd-12345678"

    private static func listing(
        include: [String] = [], exclude: [String] = [], answers: [String: (Int, String)] = [:]
    ) async throws -> AccountListing {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: [:]))
        settings.sleep = { _ in }
        settings.retries = RetryPolicy(maximumAttempts: 1)
        let credentials = try AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret")
        let sender = FakeOrganizations(["ListAccounts": all].merging(answers) { $1 })
        let transport = AWSTransport(
            sender: sender, settings: settings, credentials: StaticCredentials(credentials), scope: "hub")
        return try await OrganizationAccounts(
            organizations: OrganizationsClient(transport), include: Set(include.compactMap(AccountSelector.init)),
            exclude: Set(exclude.compactMap(AccountSelector.init))
        ).accounts()
    }

    private static func id(_ digit: Int) -> AccountID {
        guard let id = AccountID(rawValue: String(repeating: "\(digit)", count: 12)) else { preconditionFailure() }
        return id
    }

    @Test func `three words for three things`() async throws {
        let listing = try await Self.listing(exclude: ["333333333333"])
        #expect(listing.watched.map(\.id) == [Self.id(1), Self.id(5)])
        #expect(listing.absence(of: Self.id(1)) == nil)
        #expect(listing.absence(of: Self.id(2)) == .notActive(state: "SUSPENDED"))
        #expect(listing.absence(of: Self.id(3)) == .leftOut)
        #expect(listing.absence(of: Self.id(4)) == .notActive(state: "PENDING_CLOSURE"))
        #expect(listing.absence(of: Self.id(9)) == .leftOrganization)
        #expect(listing.unmatched == [])
    }

    @Test func `what is not included is left out, also below a unit`() async throws {
        let listing = try await Self.listing(
            include: [Self.unit, "555555555555"],
            answers: [
                "ListAccountsForParent \(Self.unit)": Self.page([("333333333333", "ACTIVE")]),
                "ListOrganizationalUnitsForParent \(Self.unit)": (200, #"{"OrganizationalUnits":[]}"#),
            ])
        #expect(listing.watched.map(\.id) == [Self.id(3), Self.id(5)])
        #expect(listing.absence(of: Self.id(1)) == .leftOut)
    }

    @Test func `selectors that name nothing are named, with the nearest account`() async throws {
        let listing = try await Self.listing(include: ["111111111111"], exclude: ["333333333334", Self.unit])
        #expect(
            listing.unmatched.map(\.description) == [
                "accounts.exclude: there is no account 333333333334 in the organization, so this entry does nothing. "
                    + "The "
                    + "nearest is 333333333333. Correct it or remove it.",
                "accounts.exclude: there is no unit ou-abcd-12345678 in the organization, so this entry does nothing. "
                    + "Correct it or remove it.",
            ])
    }

    @Test func `a unit below that can't be listed, or no account at all, is no list`() async throws {
        let child = #"{"OrganizationalUnits":[{"Id":"ou-abcd-87654321","Arn":"a","Name":"n"}]}"#
        await #expect(throws: AdapterError.self) {
            try await Self.listing(
                exclude: [Self.unit],
                answers: [
                    "ListAccountsForParent \(Self.unit)": Self.page([]),
                    "ListOrganizationalUnitsForParent \(Self.unit)": (200, child),
                ])
        }
        await #expect(throws: AdapterError.self) { try await Self.listing(answers: ["ListAccounts": Self.page([])]) }
    }

    @Test func `a list in the configuration leaves out everything else`() async throws {
        let listing = try await ListedAccounts([Account(id: Self.id(2), name: "b"), Account(id: Self.id(1), name: "a")])
            .accounts()
        #expect(listing.watched.map(\.id) == [Self.id(1), Self.id(2)])
        #expect(listing.absence(of: Self.id(3)) == .leftOut)
    }
}

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
    func `invalidates the list if it may be a watched one`(_ odd: String) async throws {
        await #expect(throws: AdapterError.self) { _ = try await accounts(odd) }
        await #expect(throws: AdapterError.self) {
            _ = try await accounts(odd, include: [try selector("333333333333")])
        }
    }

    @Test func `is ignored if it is not watched`() async throws {
        let odd = #"{"Id":"333333333333","State":7,"Status":7}"#
        #expect(try await accounts(odd, exclude: [try selector("333333333333")]) == ["222222222222"])
        #expect(try await accounts(odd, include: [try selector("222222222222")]) == ["222222222222"])
    }
}
