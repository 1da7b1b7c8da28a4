import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

struct ListingPlanTests {
    private static let now = Made.day(100)
    private static let reportAt = Made.day(99.9)

    private static func user(_ number: Int, keys: Int = 1) -> User {
        let id: UserID = Made.id("AIDA000000000000\(1_000 + number)")
        let keys = (0..<keys).map { index in
            AccessKey(id: Made.id("AKIA00000000000\(index)\(1_000 + number)"), status: .active, createdAt: Made.day(50))
        }
        return User(
            account: Made.account(1).id, id: id, name: "user\(number)", path: "/", arn: "arn:\(number)",
            createdAt: Made.day(0), tags: [:], keys: keys)
    }

    private static func row(_ number: Int, fingerprint: String = "one", keys: Int = 1, more: Bool = false)
        -> CredentialReport.Row
    {
        CredentialReport.Row(
            arn: "arn:\(number)", userCreatedAt: Made.day(0),
            slots: (0..<2).map {
                .init(rotatedAt: $0 < keys ? Made.day(50) : nil, isActive: $0 < keys, lastUse: .never)
            },
            hasMore: more, password: .unknown, mfa: nil, fingerprint: fingerprint)
    }

    private static func known(
        _ user: User, fingerprint: String? = "one", listedOn day: Double? = 99
    ) -> UserInventory {
        UserInventory(user: user, fingerprint: fingerprint, listedAt: day.map(Made.day), missingSince: nil)
    }

    private static func reasons(
        _ candidates: [ListingPlan.Candidate], report: Bool = true, lastScan: Double? = 99.99
    ) -> [UserID: ListingPlan.Reason] {
        ListingPlan.reasons(
            for: candidates,
            report: report ? CredentialReport(generatedAt: reportAt, rows: candidates.compactMap(\.row)) : nil,
            lastScan: lastScan.map(Made.day), now: now)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let candidate: ListingPlan.Candidate
        var report = true
        let reason: ListingPlan.Reason?
    }

    private static func candidate(
        _ user: User = user(1), row: CredentialReport.Row? = row(1), known: UserInventory?
    ) -> ListingPlan.Candidate { ListingPlan.Candidate(user: user, row: row, known: known) }

    private static let young = {
        var user = ListingPlanTests.user(1)
        user.keys = [AccessKey(id: user.keys[0].id, status: .active, createdAt: reportAt.addingTimeInterval(1))]
        return user
    }()

    @Test(arguments: [
        Case(testDescription: "nothing changed", candidate: candidate(known: known(user(1))), reason: nil),
        Case(
            testDescription: "no report", candidate: candidate(known: known(user(1))), report: false, reason: .noReport),
        Case(
            testDescription: "no report and no keys", candidate: candidate(row: row(1, keys: 0), known: nil),
            report: false, reason: .noReport),
        Case(
            testDescription: "not in the report", candidate: candidate(row: nil, known: known(user(1))),
            reason: .notInReport),
        Case(testDescription: "never seen, with keys", candidate: candidate(known: nil), reason: .neverListed),
        Case(
            testDescription: "never seen, without keys", candidate: candidate(row: row(1, keys: 0), known: nil),
            reason: nil),
        Case(
            testDescription: "no fingerprint", candidate: candidate(known: known(user(1), fingerprint: nil)),
            reason: .neverListed),
        Case(
            testDescription: "never listed", candidate: candidate(known: known(user(1), listedOn: nil)),
            reason: .neverListed),
        Case(
            testDescription: "another fingerprint", candidate: candidate(known: known(user(1), fingerprint: "two")),
            reason: .changed),
        Case(
            testDescription: "all keys gone from the report",
            candidate: candidate(row: row(1, fingerprint: "none", keys: 0), known: known(user(1))), reason: .changed),
        Case(
            testDescription: "a key younger than the report", candidate: candidate(known: known(young)),
            reason: .youngerThanReport),
        Case(
            testDescription: "more than two keys", candidate: candidate(known: known(user(1, keys: 3))),
            reason: .moreThanTwoKeys),
        Case(
            testDescription: "more than the report can show",
            candidate: candidate(row: row(1, more: true), known: known(user(1))), reason: .moreThanTwoKeys),
        Case(
            testDescription: "unread for 33 days", candidate: candidate(known: known(user(1), listedOn: 67)),
            reason: .turn),
    ])
    func `who is listed, and why`(row: Case) {
        // A second user, read longer ago, takes the one turn that a moment's passing gives.
        let other = Self.candidate(Self.user(2), row: Self.row(2), known: Self.known(Self.user(2), listedOn: 60))
        let expected = row.testDescription.hasSuffix("33 days") ? nil : row.reason
        #expect(Self.reasons([row.candidate, other], report: row.report)[row.candidate.user.id] == expected)
    }

    @Test func `nobody goes unread for 35 days`() {
        let candidates = (0..<10).map { number in
            Self.candidate(Self.user(number), row: Self.row(number), known: Self.known(Self.user(number), listedOn: 66))
        }
        #expect(Self.reasons(candidates).count == 10)
    }

    @Test(arguments: zip([0.01, 1, 2, 30, 400], [1, 34, 67, 1_000, 1_000]))
    func `a thirtieth of the users has its turn per day`(days: Double, turns: Int) {
        let candidates = (0..<1_000).map { number in
            Self.candidate(Self.user(number), row: Self.row(number), known: Self.known(Self.user(number), listedOn: 90))
        }
        #expect(Self.reasons(candidates, lastScan: 100 - days).count == turns)
    }

    @Test func `those read least recently go first`() {
        let candidates = (0..<60).map { number in
            Self.candidate(
                Self.user(number), row: Self.row(number),
                known: Self.known(Self.user(number), listedOn: 99 - Double(number) / 10))
        }
        let chosen = Self.reasons(candidates, lastScan: 99)
        #expect(Set(chosen.keys) == [Self.user(59).id, Self.user(58).id])
    }

    @Test func `a first scan gives no turns`() {
        let candidates = [Self.candidate(known: Self.known(Self.user(1)))]
        #expect(Self.reasons(candidates, lastScan: nil).isEmpty)
    }

    @Test func `users without keys take nobody's turn`() {
        let with = Self.candidate(known: Self.known(Self.user(1)))
        let without = Self.candidate(
            Self.user(2), row: Self.row(2, keys: 0), known: Self.known(Self.user(2, keys: 0), listedOn: 1))
        #expect(Self.reasons([with, without], lastScan: 99) == [Self.user(1).id: .turn])
    }
}
