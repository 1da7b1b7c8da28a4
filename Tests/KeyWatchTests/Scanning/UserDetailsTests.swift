import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

struct UserDetailsTests {
    /// Gives the pages it was made with, by marker; everything else is refused.
    private struct Pages: AccountReader {
        let pages: [String: UsersPage]

        struct Unstubbed: Error {}

        func users(after marker: String?) async throws -> UsersPage {
            guard let page = pages[marker ?? ""] else { throw Unstubbed() }
            return page
        }

        func prepareReport() async throws -> ReportProgress { throw Unstubbed() }
        func report() async throws -> CredentialReport { throw Unstubbed() }
        func accessKeys(of userName: String) async throws -> [AccessKey] { throw Unstubbed() }
        func lastUse(of key: AccessKeyID) async throws -> LastUse { throw Unstubbed() }
        var trail: any AuditTrail { preconditionFailure("nobody asks who did it") }
    }

    private static func user(_ number: Int) -> User {
        User(
            account: Made.account(1).id, id: Made.id("AIDA00000000000000\(10 + number)"), name: "user\(number)",
            path: "/", arn: "", createdAt: Made.day(0), tags: [:], keys: [])
    }

    private func all(_ pages: [String: UsersPage]) async throws -> [User] {
        try await UserDetails(reader: Pages(pages: pages)).all()
    }

    @Test func `short and empty pages are read to the end`() async throws {
        let users = try await all([
            "": UsersPage(users: [Self.user(1)], next: "a"), "a": UsersPage(users: [], next: "b"),
            "b": UsersPage(users: [Self.user(2)], next: nil),
        ])
        #expect(users.map(\.name) == ["user1", "user2"])
    }

    @Test func `a user that comes twice makes the list untrustworthy`() async {
        await #expect(throws: UserDetailsError.userTwice(Self.user(1).id)) {
            try await all([
                "": UsersPage(users: [Self.user(1)], next: "a"), "a": UsersPage(users: [Self.user(1)], next: nil),
            ])
        }
    }

    @Test func `a marker that comes twice ends the reading`() async {
        await #expect(throws: UserDetailsError.markerTwice) {
            try await all(["": UsersPage(users: [], next: "a"), "a": UsersPage(users: [], next: "a")])
        }
    }

    @Test func `a list that never ends is given up`() async {
        var pages: [String: UsersPage] = ["": UsersPage(users: [], next: "0")]
        for number in 0..<1_001 { pages["\(number)"] = UsersPage(users: [], next: "\(number + 1)") }
        await #expect(throws: UserDetailsError.tooManyPages) { try await all(pages) }
    }
}
