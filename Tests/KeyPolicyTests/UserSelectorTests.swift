import FoundationEssentials
import KeyPolicy
import Testing

/// What the configuration names of users and keys, and what it may have meant.
struct UserSelectorTests {
    private static func user(_ path: String, _ name: String, _ number: Int = 1) -> User {
        User(
            account: Made.account.id, id: Made.id("AIDA000000000000000\(number)"), name: name, path: path,
            arn: "arn:aws:iam::111111111111:user\(path)\(name)", createdAt: Made.day(0), tags: [:],
            keys: [Made.key("AKIA000000000000000\(number)")])
    }

    private static let people = [
        user("/admins/", "break-glass"), user("/", "ana", 2), user("/ci/", "deploy", 3), user("/*/", "star", 4),
    ]

    private static func selectors(_ change: (inout Policy) -> Void) -> [UserSelector] {
        var policy = Policy()
        change(&policy)
        return UserSelector.all(of: policy, besides: nil, at: Made.day(0))
    }

    private static func exemption(_ subject: Exemption.Subject, until day: Double = 1) -> Exemption {
        Exemption(subject: subject, until: Made.day(day), reason: "r", approver: "b")
    }

    private func nearest(_ selector: UserSelector) -> String? {
        var search = UserSelector.Search(for: selector)
        for user in Self.people { search.see(user) }
        return search.nearest
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let pattern: String
        let isFound: Bool
        var nearest: String?
        var testDescription: String { pattern }
    }

    @Test(arguments: [
        Case(pattern: "arn:aws:iam::*:user/admins/*", isFound: true),
        Case(
            pattern: "arn:aws:iam::111111111111:user/break-glass", isFound: false,
            nearest: "arn:aws:iam::111111111111:user/admins/break-glass"),
        Case(
            pattern: "arn:aws:iam::*:user/ops/break-*", isFound: false,
            nearest: "arn:aws:iam::111111111111:user/admins/break-glass"),
        Case(
            pattern: "arn:aws:iam::*:user/admins/breakglass", isFound: false,
            nearest: "arn:aws:iam::111111111111:user/admins/break-glass"),
        Case(pattern: "arn:aws:iam::*:user/nobody-like-that", isFound: false),
        Case(pattern: "arn:aws:iam::*:user/nobodies/*", isFound: false),
        Case(pattern: "arn:aws:iam::111111111111:user/${*}/star", isFound: true),
    ])
    func `a pattern that matches nobody names the nearest user`(row: Case) throws {
        let selector = try #require(Self.selectors { $0.protected = [ARNPattern(row.pattern)] }.first)
        #expect(Self.people.contains(where: selector.matches) == row.isFound)
        if !row.isFound { #expect(nearest(selector) == row.nearest) }
    }

    @Test func `exemptions name users by ARN or id, and keys`() throws {
        func selector(_ subject: Exemption.Subject) throws -> UserSelector {
            try #require(Self.selectors { $0.exemptions = [Self.exemption(subject)] }.first)
        }
        func isFound(_ subject: Exemption.Subject) throws -> Bool {
            let selector = try selector(subject)
            return Self.people.contains(where: selector.matches)
        }
        #expect(try isFound(.user("arn:aws:iam::111111111111:user/ci/deploy")))
        #expect(try isFound(.user("arn:aws:iam::111111111111:user/*/star")))
        #expect(try !isFound(.user("arn:aws:iam::111111111111:user/deploy")))
        #expect(try isFound(.user("AIDA0000000000000003")))
        #expect(try isFound(.key(Made.id("AKIA0000000000000004"))))
        #expect(try !isFound(.key(Made.id("AKIA0000000000000009"))))
        #expect(
            nearest(try selector(.user("arn:aws:iam::111111111111:user/deploy")))
                == "arn:aws:iam::111111111111:user/ci/deploy")
        #expect(nearest(try selector(.key(Made.id("AKIA9999999999999999")))) == nil)
    }

    @Test func `what is over, what was granted by command and Relevo's own user are no entries to be judged`() {
        let own = ARNPattern(exactly: "arn:aws:iam::111111111111:user/relevo")
        var policy = Policy()
        policy.protected = [own]
        policy.exemptions = [
            Self.exemption(.user("AIDA0000000000000009"), until: 0),
            Exemption(
                subject: .user("AIDA0000000000000008"), until: Made.day(9), reason: "r", approver: "b", source: .command
            ),
        ]
        #expect(UserSelector.all(of: policy, besides: own, at: Made.day(0)) == [])
    }

    @Test func `the account that it is about`() throws {
        let one = try #require(Self.selectors { $0.decoys = [ARNPattern("arn:aws:iam::11111111????:user/a")] }.first)
        #expect(one.isAbout(Made.id("111111112222")) && !one.isAbout(Made.id("222222222222")))
        #expect(one.onlyAccount == nil)
        let other = try #require(
            Self.selectors { $0.exemptions = [Self.exemption(.user("AIDA0000000000000003"))] }.first)
        #expect(other.isAbout(Made.id("222222222222")))
    }
}
