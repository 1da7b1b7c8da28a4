import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// An old key that is unused while its successor is in use: its owner is asked to deactivate it early.
struct RetirementRunTests {
    private func replaced(day: Double = 50) async throws -> (Watched, UserID, old: AccessKeyID, new: AccessKeyID) {
        let watched = Watched()
        let (user, old) = watched.anna()
        watched.estate.use(old, at: Made.day(30))
        let new = watched.estate.addKey(user, createdAt: Made.day(40))
        try await watched.run(day: day - 1)
        watched.estate.use(new, at: Made.day(day))
        return (watched, user, old, new)
    }

    @Test func `it is offered once, and nothing happens by itself`() async throws {
        let (watched, _, old, new) = try await replaced()
        try await watched.run(days: 50...55)
        #expect(watched.words(["retirementOffered"], about: old, to: Watched.anna) == "retirementOffered@50")
        #expect(watched.words(["retirementOffered"], about: old, to: .security) == "retirementOffered@50")
        #expect(watched.deactivations(of: old) == [] && watched.deactivations(of: new) == [])
    }

    @Test func `an offer that did not reach the owner is made again`() async throws {
        let (watched, _, old, _) = try await replaced()
        watched.messenger.fail(.notDelivered, to: Watched.anna, times: 1)
        try await watched.run(day: 50)
        #expect(watched.words(["retirementOffered"], about: old, to: Watched.anna) == "")
        try await watched.run(day: 51)
        #expect(watched.words(["retirementOffered"], about: old, to: Watched.anna) == "retirementOffered@51")
    }

    @Test func `the next owner is asked too, once`() async throws {
        let (watched, user, old, new) = try await replaced()
        let bo = Recipient.person(Made.person("U0BO"))
        try await watched.run(day: 50)
        watched.estate.tag(user, "slack-id", "U0BO")
        for day in [51, 52, 53] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        #expect(watched.words(["retirementOffered"], about: old, to: bo) == "retirementOffered@51")
        #expect(watched.words(["retirementOffered"], about: old, to: Watched.anna) == "retirementOffered@50")
    }

    @Test func `an owner who refuses the offer for certain is not asked every day`() async throws {
        let (watched, _, old, new) = try await replaced()
        watched.messenger.fail(.unreachable(.deliveryRefused), to: Watched.anna)
        for day in [50, 51, 52, 53] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        #expect(watched.words(["retirementOffered"], about: old, to: .security) == "retirementOffered@50")
    }

    @Test func `an offer whose answer was lost is looked up, not made again`() async throws {
        let (watched, _, old, new) = try await replaced()
        watched.messenger.fail(.unknown(stored: true), to: Watched.anna, times: 1)
        watched.messenger.lookUps(.work)
        for day in [50, 51, 52] {
            watched.estate.use(new, at: Made.day(Double(day)))
            try await watched.run(day: Double(day))
        }
        for reader in [Watched.anna, .security] {
            #expect(watched.words(["retirementOffered"], about: old, to: reader) == "retirementOffered@50")
        }
    }
}
