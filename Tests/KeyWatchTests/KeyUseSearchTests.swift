import FoundationEssentials
import KeyPolicy
import Synchronization
import Testing

@testable import KeyWatch

struct KeyUseSearchTests {
    private struct Asked: Hashable, Sendable {
        let key: String
        let region: String
    }

    /// Remembers what it was asked, and answers with what it was made with.
    private final class AskedTrail: AuditTrail {
        private let state = Mutex<[Asked]>([])
        private let answer: @Sendable (AccessKeyID, String) async -> [KeyCall]?

        init(_ answer: @escaping @Sendable (AccessKeyID, String) async -> [KeyCall]? = { _, _ in [] }) {
            self.answer = answer
        }

        var asked: [Asked] { state.withLock { $0 } }
        var homeRegion: String { "us-east-1" }

        func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
            preconditionFailure("nobody asks who did it")
        }

        func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]? {
            state.withLock { $0.append(Asked(key: key.rawValue.suffix(2).description, region: region)) }
            return await answer(key, region)
        }
    }

    private static let now = Made.day(100)

    private static func search(
        _ trail: any AuditTrail, timeUp: (@Sendable () async throws -> Void)? = nil
    ) -> KeyUseSearch {
        let clock = RunClock(policy: { now }, wall: { now }, aheadOfAWS: { 0 }, sleep: { _ in }, lookUpTimeUp: timeUp)
        return KeyUseSearch(readers: [Made.account(1).id: TrailReader(trail: trail)], clock: clock, now: now)
    }

    private static let notice = PlannedAction.Kind.notice(
        PlannedNotice(
            NoticeContent(round: 1, stage: 76, isBinding: true, deadline: Made.day(115))))

    private static func used(_ region: String?, day: Double = 99) -> LastUse {
        .used(at: Made.day(day), service: "ec2", region: region)
    }

    private static func action(
        _ number: Int = 10, _ kind: PlannedAction.Kind = notice, in account: Int = 1,
        use: LastUse = used("eu-west-1"), to recipient: Recipient = Watched.anna
    ) -> PlannedAction {
        let key = AccessKey(
            id: Made.id("AKIA00000000000000\(number)"), status: .active, createdAt: Made.day(24), lastUse: use)
        let user = User(
            account: Made.account(account).id, id: Made.id("AIDA0000000000000001"), name: "ana", path: "/",
            arn: "arn:aws:iam::111111111111:user/ana", createdAt: Made.day(0), tags: [:], keys: [key])
        return PlannedAction(
            kind: kind, account: Made.account(account), user: user, key: key, ageDays: 76,
            addressee: Addressee(recipient))
    }

    private static func call(_ region: String, day: Double, service: String = "ec2") -> KeyCall {
        KeyCall(
            tool: .known("Terraform 1.9"), source: nil, service: service, operation: "AssumeRole", region: region,
            at: Made.day(day))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let use: LastUse
        let regions: [String]
    }

    static let rows = [
        Row(testDescription: "another Region", use: used("eu-west-1"), regions: ["eu-west-1", "us-east-1"]),
        Row(testDescription: "the home Region", use: used("us-east-1"), regions: ["us-east-1"]),
        Row(testDescription: "a service without Regions", use: used("N/A"), regions: ["us-east-1"]),
        Row(testDescription: "no Region", use: used(nil), regions: ["us-east-1"]),
        Row(testDescription: "unknown", use: .unknown("why"), regions: ["us-east-1"]),
        Row(testDescription: "never used", use: .never, regions: []),
        Row(testDescription: "90 days ago", use: used("eu-west-1", day: 10), regions: ["eu-west-1", "us-east-1"]),
        Row(testDescription: "longer ago than anybody remembers", use: used("eu-west-1", day: 9.9), regions: []),
    ]

    @Test(arguments: rows)
    func `it asks once in the Region of the last use and once in the home Region`(_ row: Row) async {
        let trail = AskedTrail()
        let found = await Self.search(trail).attached(to: [Self.action(use: row.use)])
        #expect(trail.asked.map(\.region) == row.regions)
        #expect(found.map(\.use) == [nil])
    }

    @Test func `only keys with a notice are asked about, where they can be`() async {
        let trail = AskedTrail()
        let actions = [
            Self.action(11, .announce(.newKey(expected: false))), Self.action(12, .announce(.reactivated)),
            Self.action(13, to: .security), Self.action(14, in: 2), Self.action(15),
        ]
        let found = await Self.search(trail).attached(to: actions)
        #expect(Set(trail.asked.map(\.key)) == ["15"])
        #expect(found.map(\.id) == actions.map(\.id))
    }

    @Test func `the newest call of both Regions is attached`() async {
        let trail = AskedTrail { _, region in [Self.call(region, day: region == "us-east-1" ? 98 : 97)] }
        let found = await Self.search(trail).attached(to: [Self.action()])
        #expect(found.map { $0.use?.last } == [Self.call("us-east-1", day: 98)])
    }

    @Test func `only calls to STS are sessions`() async {
        let trail = AskedTrail { _, region in
            region == "us-east-1" ? [Self.call(region, day: 98, service: "sts")] : []
        }
        let found = await Self.search(trail).attached(to: [Self.action()])
        #expect(found.map { $0.use?.onlyStartsSessions } == [true])
    }

    @Test func `if one Region can't be asked, nothing is said about the key`() async {
        let trail = AskedTrail { _, region in region == "us-east-1" ? [Self.call(region, day: 98)] : nil }
        #expect(await Self.search(trail).attached(to: [Self.action()]).map(\.use) == [nil])
    }

    @Test func `a trail that hangs is given up when its time is up`() async {
        let hanging = AskedTrail { _, _ in
            try? await Task.sleep(for: .seconds(3_600))
            return [Self.call("us-east-1", day: 98)]
        }
        let found = await Self.search(hanging, timeUp: {}).attached(to: [Self.action()])
        #expect(found.map(\.use) == [nil])
    }

    @Test func `every key is asked about, however many there are`() async {
        let trail = AskedTrail { _, region in [Self.call(region, day: 98)] }
        let found = await Self.search(trail).attached(to: (10..<40).map { Self.action($0) })
        #expect(found.allSatisfy { $0.use != nil } && trail.asked.count == 60)
    }
}
