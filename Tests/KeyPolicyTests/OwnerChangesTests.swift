import FoundationEssentials
import KeyPolicy
import Testing

/// Too many owners who change at once.
struct OwnerChangesTests {
    private func changes(_ changed: Int, of users: Int, tags: [String: String]) -> OwnerChanges {
        var changes = OwnerChanges()
        for index in 0..<users {
            let before = Made.user()
            let after = index < changed ? Made.user(tags: before.tags.merging(tags) { $1 }) : before
            changes.see(after, before: OwnerMark(before), now: OwnerMark(after))
        }
        return changes
    }

    @Test(arguments: [(4, 5, false), (5, 5, true), (5, 25, false), (6, 29, true), (20, 100, false), (21, 100, true)])
    func `four may always change, and more up to a fifth`(changed: Int, users: Int, stops: Bool) {
        let stop = changes(changed, of: users, tags: ["slack-id": "U0EVIL"])
            .stop(of: Made.account.id, policy: Policy(), now: Made.day(0))
        #expect((stop != nil) == stops)
        if let stop { #expect(stop.cause == .massChange(changed: changed, users: users)) }
    }

    @Test(arguments: [
        ["type": "machine"], ["slack-id": "U0BO"], ["email": "bo@example.com"], ["full-name": "Bo"], ["team": "ops"],
    ])
    func `type, Slack id, e-mail, full name and team count`(tags: [String: String]) {
        #expect(changes(5, of: 5, tags: tags).changed == 5)
    }

    @Test(arguments: [["department": "x"], ["relevo-exempt-until": "2026-02-01"], ["type": " Engineer "]])
    func `nothing else does`(tags: [String: String]) {
        #expect(changes(5, of: 5, tags: tags).changed == 0)
    }

    @Test func `who can't be reached any more counts once`() {
        var lost = OwnerChanges()
        lost.see(Made.user(), before: OwnerMark(Made.user(), isLost: false), now: OwnerMark(Made.user(), isLost: true))
        lost.see(Made.user(), before: OwnerMark(Made.user()), now: OwnerMark(Made.user(), isLost: true))
        lost.see(Made.user(), before: OwnerMark(Made.user(), isLost: true), now: OwnerMark(Made.user(), isLost: true))
        lost.see(Made.user(), before: OwnerMark(Made.user(), isLost: true), now: OwnerMark(Made.user(), isLost: false))
        #expect(lost.changed == 1)
    }

    @Test func `users without keys and users nobody decided about yet don't count`() {
        var changes = OwnerChanges()
        changes.see(Made.user(keys: []), before: OwnerMark(Made.user(tags: [:])), now: OwnerMark(Made.user()))
        changes.see(Made.user(), before: nil, now: OwnerMark(Made.user()))
        #expect(changes.users == 1 && changes.changed == 0)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var binding = true
        var ended: RoundEnd?
        var status = KeyStatus.active
        let stops: Bool
    }

    @Test(arguments: [
        Case(testDescription: "promised", stops: true),
        Case(testDescription: "told without a promise", binding: false, stops: false),
        Case(testDescription: "its round ended because its owner changed", ended: .recipientChanged, stops: true),
        Case(testDescription: "its round lapsed", ended: .promiseLapsed, stops: false),
        Case(testDescription: "inactive", status: .inactive, stops: false),
    ])
    func `a machine is asked about only where a person was promised a day`(row: Case) {
        var history = KeyHistory.told(Made.notice(86, on: 86, binding: row.binding))
        if let ended = row.ended { history.apply(.roundEnded(reason: ended), at: Made.day(87)) }
        let user = Made.user(tags: ["type": "machine"], keys: [Made.key(status: row.status)])
        let stop = Stop.becameMachine(
            user, was: OwnerMark(Made.user()), histories: [Made.keyID: history], now: Made.day(88))
        #expect((stop != nil) == row.stops)
    }
}
