import FoundationEssentials
import KeyPolicy
import Testing

/// What keeps keys from being deactivated until somebody resumes.
struct StopsTests {
    static let everything = Stop(.everything, .person(by: "Luis", reason: "an outage"), since: Made.day(85))
    static let account = Stop(.account(id: Made.account.id), .restores(count: 2), since: Made.day(85))
    static let machine = Stop(
        .user(account: Made.account.id, id: Made.user().id),
        .becameMachine(name: "anna", was: OwnerMark(Made.user())), since: Made.day(85))
    private static let tagged = Made.user(tags: ["type": "machine", "slack-id": "U0ANNA"])

    struct Said: Sendable {
        let stop: Stop
        let text: String
        let ended: String
    }

    private static let at = made(85)

    private static func made(_ day: Double) -> String { Made.day(day).ISO8601Format() }

    @Test(arguments: [
        Said(
            stop: everything,
            text: "Deactivations have been stopped since \(at): an outage (stopped by Luis).",
            ended: "The stop of all deactivations is ended. It began at \(at): an outage (stopped by Luis)."),
        Said(
            stop: account,
            text:
                "Deactivations in account \(Made.account.id) have been stopped since \(at): 2 keys were restored there in "
                + "one day.",
            ended:
                "The stop of deactivations in account \(Made.account.id) is ended. It began at \(at): 2 keys were "
                + "restored there in one day."),
        Said(
            stop: machine,
            text:
                "Deactivations of anna in account \(Made.account.id) have been stopped since \(at): its `type` became "
                + "`machine` after its owner was given a deadline; an approver must confirm that.",
            ended:
                "The stop of deactivations of anna in account \(Made.account.id) is ended. It began at \(at): its `type` "
                + "became `machine` after its owner was given a deadline."),
    ])
    func `what is in force, and what was`(_ said: Said) {
        #expect(said.stop.text == said.text)
        #expect(said.stop.endedText == said.ended)
    }

    private func stops(_ all: Stop..., ended: (Stop.Scope, Date)? = nil) -> Stops {
        var stops = Stops()
        for stop in all { stops.add(stop) }
        if let ended { stops.end(ended.0, at: ended.1) }
        return stops
    }

    @Test func `everything, an account or a user is held, and nothing beside it`() {
        let other = User(
            account: Made.id("222222222222"), id: Made.id("AIDA0000000000000002"), name: "bo", path: "/", arn: "",
            createdAt: Made.day(0), tags: [:], keys: [])
        #expect(stops(Self.everything).holding(other) == Self.everything)
        #expect(stops(Self.account).holding(Made.user()) == Self.account)
        #expect(stops(Self.account).holding(other) == nil)
        #expect(stops(Self.machine).holding(Self.tagged) == Self.machine)
        #expect(stops(Self.machine).holding(other) == nil)
    }

    @Test func `a stop ends in its own scope alone`() {
        let both = stops(Self.everything, Self.account, ended: (.everything, Made.day(90)))
        #expect(both.standing == [Self.account])
        #expect(stops(Self.everything, ended: (.everything, Made.day(90))).holding(Made.user()) == nil)
    }

    @Test func `a user who is no machine any more needs no confirmation`() {
        #expect(stops(Self.machine).holding(Made.user()) == nil)
    }

    @Test func `once it is confirmed that the user is a machine, what was said before counts no longer`() {
        var policy = Policy()
        policy.enforcesMachines = true
        policy.stops = stops(Self.machine, ended: (Self.machine.scope, Made.day(90)))
        func end(_ user: User, _ notice: Notice) -> RoundEnd? {
            RoundState(
                .told(notice),
                today: RoundState.Today(
                    of: Made.keyID, user: user, history: KeyHistory(), addressee: Addressee(Made.owner), mode: .enforce,
                    policy: policy,
                    now: Made.day(91), gateNow: Made.day(91)), policy: policy
            ).endsNow
        }
        #expect(end(Self.tagged, Made.notice(86, on: 86)) == .machineConfirmed)
        #expect(end(Self.tagged, Made.notice(86, on: 90.5)) == nil)
        #expect(end(Made.user(), Made.notice(86, on: 86)) == nil)
    }
}
