import FoundationEssentials
import KeyPolicy
import Synchronization
import Testing

@testable import KeyWatch

struct KeyActivitySearchTests {
    /// Remembers what it was asked, and answers with what it was made with.
    private final class AskedTrail: AuditTrail {
        private let state = Mutex<[KeyActivityQuestion]>([])
        private let answer: @Sendable (KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup]

        init(
            _ answer: @escaping @Sendable (KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] = { _ in [:] }
        ) {
            self.answer = answer
        }

        var questions: [KeyActivityQuestion] { state.withLock { $0 } }

        var homeRegion: String { preconditionFailure("nobody asks what uses a key") }

        func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]? {
            preconditionFailure("nobody asks what uses a key")
        }

        func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
            state.withLock { $0.append(question) }
            return await answer(question)
        }
    }

    private static let now = Made.day(100)

    private static func search(
        _ trail: (any AuditTrail)?, timeUp: (@Sendable () async throws -> Void)? = nil
    ) -> KeyActivitySearch {
        let clock = RunClock(
            policy: { now }, wall: { now }, aheadOfAWS: { 0 }, sleep: { _ in }, lookUpTimeUp: timeUp)
        var readers: [AccountID: any AccountReader] = [:]
        readers[Made.account(1).id] = trail.map(TrailReader.init)
        return KeyActivitySearch(readers: readers, clock: clock, now: now)
    }

    private static func action(
        _ number: Int, _ kind: PlannedAction.Kind = .announce(.newKey(expected: false)), day: Double
    ) -> PlannedAction {
        let key = AccessKey(
            id: Made.id("AKIA000000000000000\(number)"), status: .active, createdAt: Made.day(day), lastUse: .never)
        let user = User(
            account: Made.account(1).id, id: Made.id("AIDA0000000000000001"), name: "ana", path: "/",
            arn: "arn:aws:iam::111111111111:user/ana", createdAt: Made.day(0), tags: [:], keys: [key])
        return PlannedAction(
            kind: kind, account: Made.account(1), user: user, key: key, ageDays: 0, addressee: Addressee(.security))
    }

    @Test func `creations are asked about in the time in which they happened, as far as anybody remembers`() async {
        let trail = AskedTrail()
        let actions = [
            Self.action(1, day: 99), Self.action(2, day: 99.5), Self.action(3, day: 9.9),
            Self.action(4, .announce(.rotated(successor: Made.id("AKIA0000000000000001"))), day: 99),
        ]
        let found = await Self.search(trail).attached(to: actions)
        #expect(
            trail.questions == [
                KeyActivityQuestion(
                    .creation(during: Made.day(99).addingTimeInterval(-300)...Made.day(99.5).addingTimeInterval(300)),
                    of: Set(actions.prefix(2).map(\.key.id)))
            ])
        #expect(found.map(\.activity) == [.notFound, .notFound, .notFound, nil])
        #expect(found.map(\.id) == actions.map(\.id))
    }

    @Test func `old keys alone are asked about nowhere`() async {
        let trail = AskedTrail()
        #expect(await Self.search(trail).attached(to: [Self.action(1, day: 9)]).map(\.activity) == [.notFound])
        #expect(trail.questions == [])
    }

    @Test func `both kinds of question are one each`() async {
        let trail = AskedTrail()
        let actions = [
            Self.action(1, day: 99), Self.action(2, .announce(.reactivated), day: 5), Self.action(2, day: 98),
        ]
        _ = await Self.search(trail).attached(to: actions)
        #expect(trail.questions.count == 2)
        #expect(trail.questions.contains(KeyActivityQuestion(.reactivation, of: [actions[1].key.id])))
    }

    @Test func `a trail that hangs is given up when its time is up`() async {
        let hanging = AskedTrail { _ in
            try? await Task.sleep(for: .seconds(3_600))
            return [:]
        }
        let found = await Self.search(hanging, timeUp: {}).attached(to: [Self.action(1, day: 99)])
        #expect(found.map(\.activity) == [.unknown("CloudTrail did not answer in time")])
    }

    @Test func `an account without a way in is said`() async {
        let found = await Self.search(nil).attached(to: [Self.action(1, day: 99)])
        #expect(found.map(\.activity) == [.unknown("the account can't be reached")])
    }

    @Test func `JSON has who did it, or null and why`() throws {
        let activity = KeyActivity(
            actor: .user(name: "ana", id: Made.id("AIDA0000000000000001")), actorARN: "arn:x",
            means: .program("Boto3/1.42"), source: nil, at: Made.day(1), event: "e-1")
        var plan = Plan(at: Self.now, accounts: [])
        plan.actions = [
            Self.action(1, day: 99), Self.action(2, .announce(.reactivated), day: 5),
            Self.action(3, .announce(.reactivated), day: 5),
        ]
        plan.actions[0].activity = .found(activity)
        plan.actions[1].activity = .unknown("who knows")
        let json = try PlanDocument(plan).json()
        #expect(
            json.contains(
                #""activity":{"actor":"user ana","actorArn":"arn:x","at":"2026-01-02T12:00:00Z","byUser":true,"#
                    + #""eventId":"e-1","means":"program","program":"Boto3/1.42","source":null},"ageDays"#))
        #expect(json.contains(#""activity":null,"activityWhy":"who knows""#))
        #expect(json.contains(#""activity":null,"activityWhy":"it was not looked up""#))
    }
}

/// An account in which only CloudTrail is asked.
struct TrailReader: AccountReader {
    let trail: any AuditTrail

    struct Unstubbed: Error {}

    func users(after marker: String?) async throws -> UsersPage { throw Unstubbed() }
    func prepareReport() async throws -> ReportProgress { throw Unstubbed() }
    func report() async throws -> CredentialReport { throw Unstubbed() }
    func accessKeys(of userName: String) async throws -> [AccessKey] { throw Unstubbed() }
    func lastUse(of key: AccessKeyID) async throws -> LastUse { throw Unstubbed() }
}
