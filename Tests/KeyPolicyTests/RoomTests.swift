import FoundationEssentials
import KeyPolicy
import Testing

struct RoomTests {
    private static let other: AccountID = Made.id("222222222222")

    /// The lower the number, the older the key.
    private func action(
        _ number: Int, deadline: Double = 215, stage: Int = 76, late: Bool = true, movable: Bool = true,
        binding: Bool = true, opens: Bool = true, unused: Bool = true, in account: AccountID = Made.account.id
    ) -> PlannedAction {
        let key = AccessKey(
            id: Made.id("AKIA0000000000000\(100 + number)"), status: .active, createdAt: Made.day(Double(number)),
            lastUse: unused ? .never : .used(at: Made.day(199), service: nil, region: nil))
        let user = User(
            account: account, id: Made.id("AIDA0000000000000\(100 + number)"), name: "user\(number)", path: "/",
            arn: "",
            createdAt: Made.created, tags: [:], keys: [key])
        let notice = PlannedNotice(
            NoticeContent(
                round: 1, stage: stage, isBinding: binding, deadline: Made.day(deadline), isLate: late),
            mayBeSpread: movable, opensRound: opens)
        return PlannedAction(
            kind: .notice(notice), account: Account(id: account, name: ""), user: user, key: key, ageDays: 200,
            addressee: Addressee(Made.owner))
    }

    private func open(_ day: Double, _ number: Int, in account: AccountID = Made.account.id) -> OpenPromise {
        let action = action(number, in: account)
        let notice = Made.notice(76, on: 190, deadline: day)
        return OpenPromise.after(.noticeQueued(notice: notice), about: action.address, open: nil)
            ?? {
                preconditionFailure("a binding notice opens nothing")
            }()
    }

    private func room(
        _ limit: Int, active: Int = 600, own: [AccountID: Int] = [:], open: [OpenPromise] = [], past: Int = 0,
        hours: WorkingHours? = nil, maxDelay: Int = 14
    ) -> Room {
        var policy = Policy()
        policy.maxDeactivations = limit
        policy.hours = hours
        policy.maxDelay = maxDelay
        return Room(
            policy: policy, brake: Brake(maxDeactivations: limit, maxPercent: 20, perAccount: own),
            activeKeys: [Made.account.id: active, Self.other: active], open: open,
            past: Array(repeating: Brake.Past(account: Made.account.id, at: Made.day(200)), count: past),
            now: Made.day(200))
    }

    private func days(_ room: Room, _ actions: [PlannedAction]) -> [Int] {
        var room = room
        return room.place(actions).compactMap { $0.notice.map { Days.whole(from: Made.created, to: $0.deadline) } }
    }

    @Test(arguments: [0, 14, 90])
    func `the last day that room can be found on is still believed of another ledger's message`(maxDelay: Int) {
        var policy = Policy()
        policy.maxDelay = maxDelay
        let told = Days.after(policy.lateNoticeDays + maxDelay, Made.day(0))
        #expect(policy.furthestDeadline(toldAt: Made.day(0)) >= Days.after(31, told))
    }

    @Test func `the whole limit a day, oldest first, whatever the order`() {
        let actions = (0..<5).map { action($0) }
        #expect(days(room(2), actions) == [215, 215, 216, 216, 217])
        #expect(days(room(2), actions.reversed()) == [217, 216, 216, 215, 215])
        #expect(days(room(1), Array(actions.prefix(2))) == [215, 216])
    }

    @Test func `natural deadlines keep their day, then unused keys, then the oldest`() {
        let used = action(0, unused: false)
        let unused = action(5)
        let natural = action(9, stage: 76, late: false)
        #expect(days(room(1), [used, unused, natural]) == [217, 216, 215])
    }

    @Test func `natural deadlines move too when there is no room, and their stages with them`() throws {
        var room = room(1, open: [open(215, 50)])
        let moved = try #require(room.place([action(0, late: false)])[0].notice)
        #expect(moved.deadline == Made.day(216))
        #expect(moved.isLate)
    }

    @Test func `what is promised takes its place, in every account`() {
        #expect(
            days(room(2, open: [open(215, 50), open(215, 51, in: Self.other), open(216, 52)]), [action(0)]) == [216])
    }

    @Test func `a key's own place does not count`() {
        #expect(days(room(1, open: [open(215, 0)]), [action(0)]) == [215])
    }

    @Test func `a backlog drains: no day is given that what waits needs`() {
        // 31 keys wait at two a day: until day 215 that is every place.
        let waiting = (0..<32).map { open(190, 40 + $0) }
        #expect(days(room(2, open: waiting), [action(0)]) == [216])
        // Two went today already, so that today has no place.
        #expect(days(room(2, open: Array(waiting.prefix(30)), past: 2), [action(0)]) == [216])
        #expect(days(room(2, open: Array(waiting.prefix(30))), [action(0)]) == [215])
    }

    @Test func `never more than max-delay: what is too much falls on the last day`() {
        let actions = (0..<6).map { action($0) }
        #expect(days(room(1, maxDelay: 2), actions) == [215, 216, 217, 217, 217, 217])
        #expect(days(room(1, maxDelay: 0), Array(actions.prefix(3))) == [215, 215, 215])
    }

    @Test func `notices that may not be moved stay`() {
        #expect(days(room(2), (0..<4).map { action($0, movable: false) }) == [215, 215, 215, 215])
    }

    /// Day 215 is Tuesday 4 August 2026, at noon.
    private func hours(_ days: Set<Int>, to: Int = 1_440) -> WorkingHours {
        WorkingHours(zone: .utc, days: days, from: 0, to: to, holidays: [])
    }

    @Test func `deadlines fall on working days`() {
        #expect(days(room(2, hours: hours([1])), (0..<3).map { action($0) }) == [221, 221, 228])
        // Natural ones too.
        #expect(days(room(2, hours: hours([1])), [action(0, late: false)]) == [221])
    }

    @Test func `a deadline after the hours of its day takes a place on the next working day`() {
        // Until 11:00 somebody works, and every deadline is at noon: Tuesday's counts for Wednesday.
        let room = room(1, open: [open(216.8 / 1, 50)], hours: hours([1, 2, 3, 4, 5], to: 660))
        #expect(days(room, [action(0), action(1)]) == [215, 217])
    }

    @Test func `a calendar without working days ends somewhere`() {
        #expect(days(room(2, hours: hours([])), [action(0)]) == [215])
    }

    @Test func `a first working day after max-delay is still a working day`() {
        #expect(days(room(2, hours: hours([1]), maxDelay: 3), [action(0)]) == [221])
    }

    @Test func `the stage is the highest that the moved deadline leaves time for`() {
        // A second round, five days to its deadline: moved out by five more, it is the stage before.
        let full = (205...209).map { open(Double($0), 40 + $0 - 205) }
        var room = room(1, open: full)
        let moved = room.place([action(0, deadline: 205, stage: 86)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
        #expect(moved.map(\.deadline) == [Made.day(210)])
    }

    @Test func `a notice within its round keeps its stage when something moves its deadline`() {
        var room = room(1, open: [open(205, 40)])
        let moved = room.place([action(0, deadline: 205, stage: 86, late: false, opens: false)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [86])
        #expect(moved.map(\.deadline) == [Made.day(206)])
    }

    @Test func `a notice that is moved may move to an earlier stage`() {
        let full = (205...209).map { open(Double($0), 40 + $0 - 205) }
        var room = room(1, open: full)
        let moved = room.place([action(0, deadline: 205, stage: 86)]).compactMap(\.notice)
        #expect(moved.map(\.stage) == [81])
    }

    @Test func `keys that nobody will deactivate take no place from those that will be`() {
        let machines = (0..<4).map { action($0, binding: false) }
        #expect(days(room(2), machines + [action(5)]).last == 215)
    }

    private func perDay(_ count: Int, active: Int, own: Int? = nil) -> [Int] {
        let days = days(
            room(60, active: active, own: own.map { [Made.account.id: $0] } ?? [:]), (0..<count).map { action($0) })
        return Dictionary(grouping: days) { $0 }.sorted { $0.key < $1.key }.map(\.value.count)
    }

    @Test func `an account's day has room for four, or its share, or its own limit`() {
        #expect(perDay(12, active: 12) == [4, 4, 4])
        #expect(perDay(30, active: 40) == [8, 8, 8, 6])
        #expect(perDay(6, active: 100, own: 2) == [2, 2, 2])
    }
}

struct OpenPromiseTests {
    private let address = Made.user().address(of: Made.keyID)

    private func deadline(_ events: KeyEvent...) -> Date? {
        var open: OpenPromise?
        for event in events { open = OpenPromise.after(event, about: address, open: open) }
        return open?.deadline
    }

    private func claim(_ stage: Int, round: Int = 1, binding: Bool = true, deadline: Double = 91) -> KeyEvent {
        .noticeQueued(notice: Made.notice(stage, on: 76, round: round, binding: binding, deadline: deadline))
    }

    private func fails(_ stage: Int, mayHaveArrived: Bool) -> KeyEvent {
        .noticeFailed(message: Made.id("message-1-\(stage)"), reason: "", mayHaveArrived: mayHaveArrived)
    }

    @Test func `a binding notice opens it as soon as it is queued, and what may have been read counts`() {
        #expect(deadline(claim(76)) == Made.day(91))
        #expect(deadline(claim(76, binding: false)) == nil)
        #expect(deadline(claim(76), fails(76, mayHaveArrived: true)) == Made.day(91))
        #expect(deadline(claim(76), fails(76, mayHaveArrived: false)) == nil)
        #expect(deadline(claim(76), claim(81, deadline: 95), fails(81, mayHaveArrived: false)) == Made.day(91))
        #expect(deadline(claim(76, deadline: 99), claim(81)) == Made.day(99))
    }

    @Test func `the next round takes its place`() {
        #expect(deadline(claim(76, deadline: 99), claim(86, round: 2, deadline: 95)) == Made.day(95))
        #expect(deadline(claim(76), claim(86, round: 2, binding: false)) == nil)
    }

    @Test(arguments: [KeyEvent.roundEnded(reason: .switchedOff), .deactivated, .gone])
    func `it is over with its round`(event: KeyEvent) {
        #expect(deadline(claim(76), event) == nil)
    }

    @Test func `waiting and failing do not end it`() {
        #expect(deadline(claim(76), .heldByRate, .heldByAlarm, .deactivationFailed(reason: "")) == Made.day(91))
    }

    @Test func `the end of a restore is one, from its intent on`() {
        let intent = KeyEvent.restoreIntended(until: Made.day(93), reason: "")
        #expect(deadline(claim(76), .deactivated, intent) == Made.day(93))
        #expect(deadline(claim(76), .deactivated, intent, .restored) == Made.day(93))
        #expect(deadline(claim(76), .deactivated, intent, .restoreFailed(reason: "")) == nil)
    }
}
