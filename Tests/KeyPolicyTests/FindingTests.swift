import FoundationEssentials
import KeyPolicy
import Testing

struct FindingTests {
    private let user = Made.user()

    @Test func `it is about an account, a user or a key`() {
        let subjects: [Finding.Subject] = [
            .account(Made.account), .user(user, in: Made.account), .key(Made.key(), of: user, in: Made.account),
        ]
        let findings = subjects.map { Finding(subject: $0, kind: .overdue) }
        #expect(findings.map(\.account) == [Made.account, Made.account, Made.account])
        #expect(findings.map(\.user?.id) == [nil, user.id, user.id])
        #expect(findings.map(\.key?.id) == [nil, nil, Made.keyID])
    }

    @Test func `those of several sources are listed by account, then by user, then by key`() {
        let other = Account(id: Made.id("222222222222"), name: "other")
        let ordered: [Finding.Subject] = [
            .account(Made.account), .user(user, in: Made.account), .key(Made.key(), of: user, in: Made.account),
            .account(other),
        ]
        let findings = ordered.map { Finding(subject: $0, kind: .overdue) }
        #expect(Array(findings.reversed()).inOrder() == findings)
    }
}
