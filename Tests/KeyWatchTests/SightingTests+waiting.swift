import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What IAM doesn't show at first.
extension SightingTests {
    /// The next key that the estate makes, after Anna and her first key.
    private static let third: AccessKeyID = Made.id("AKIA0000000000000003")

    /// IAM shows the user's next key from that reading on.
    private static func addKey(to user: UserID, before reading: Int, _ estate: FakeEstate) {
        estate.beforeNext(.accessKeys) { estate in
            if reading > 1 { addKey(to: user, before: reading - 1, estate) } else { _ = estate.addKey(user) }
        }
    }

    @Test(arguments: [(1, 0.0), (2, 2.0), (3, 6.0), (6, 60.0)])
    func `a key that IAM doesn't show yet is waited for`(reading: Int, seconds: Double) async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let slept = watched.clock.slept
        Self.addKey(to: user, before: reading, watched.estate)
        #expect(try await see(Self.third, watched) == .told)
        #expect(watched.clock.slept - slept == seconds)
        #expect(watched.words(["newKey"], about: Self.third, to: .security) == "newKey@0")
    }

    @Test(arguments: [false, true])
    func `a key that IAM doesn't show within a minute is left to the run`(isUserGone: Bool) async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        if isUserGone { watched.estate.deleteUser(user) }
        let (slept, heads) = (watched.clock.slept, await watched.ledger.heads())
        watched.estate.forgetCalls()
        #expect(try await see(Self.third, watched) == .ignored("IAM has no key AKIA…0003 of anna"))
        #expect(watched.clock.slept - slept == 60)
        #expect(watched.estate.calls(.accessKeys) == 6)
        #expect(await watched.ledger.heads() == heads)
    }

    @Test func `an account that can't be read is an error, so the event is tried again`() async throws {
        let (watched, key) = try await annaWithNewKey()
        for call in [EstateCall.openReader, .accessKeys, .users] {
            watched.estate.fail(call, with: .denied, times: 1)
            await #expect(throws: EstateFault.denied) { try await see(key, watched) }
        }
        #expect(told("newKey", about: key, watched) == [])
        #expect(try await see(key, watched) == .told)
    }

    // MARK: Accounts

    @Test func `an event of an account that isn't watched is ignored, and nothing is read there`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        // Never read completely.
        watched.estate.fail(.users, in: Made.account(2).id, with: .denied)
        try await watched.run(day: 0)
        watched.estate.forgetCalls()
        for account in [Made.account(2), Made.account(3)] {
            #expect(
                try await see(Self.third, watched, in: account)
                    == .ignored("the account \(account.id) is not watched, or no complete scan of it was stored yet"))
        }
        #expect(watched.estate.allCalls == 0)
    }

    @Test func `an event of an account that left is ignored until it returns`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.estate.leave(watched.one.id)
        try await watched.run(day: 1)
        watched.clock.set(Made.day(1.5))
        let key = watched.estate.addKey(user)
        watched.estate.forgetCalls()
        #expect(try await see(key, watched) == .ignored("the account 111111111111 is no longer watched"))
        #expect(watched.estate.allCalls == 0)
        watched.estate.comeBack(watched.one.id)
        try await watched.run(day: 2)
        watched.clock.set(Made.day(2.5))
        let next = watched.estate.addKey(user)
        #expect(try await see(next, watched) == .told)
        #expect(watched.words(["newKey"], about: next, to: .security) == "newKey@2")
    }

    @Test func `an activation that IAM doesn't show yet is waited for`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...92)
        watched.clock.set(Made.day(92.5))
        watched.estate.set(key, active: true)
        watched.estate.show(key, as: .inactive)
        watched.estate.beforeNext(.accessKeys) { estate in
            estate.beforeNext(.accessKeys) { $0.show(key, as: nil) }
        }
        let slept = watched.clock.slept
        #expect(try await see(key, watched) == .told)
        #expect(watched.clock.slept - slept == 2)
        #expect(told("reactivated", about: key, watched).map(\.recipient) == [.security, Watched.anna])
    }
}
