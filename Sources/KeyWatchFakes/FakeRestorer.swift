import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// Switches keys of the fake estate on again.
package struct FakeRestorer: KeyRestorer {
    private let estate: FakeEstate

    package init(_ estate: FakeEstate) { self.estate = estate }

    package func session(for user: User, run: RunID) async throws -> any RestoreSession {
        if let lost = try estate.answer(.openSession, in: user.account) { throw lost }
        return Session(estate: estate, expected: user)
    }

    private struct Session: RestoreSession {
        let estate: FakeEstate
        let expected: User

        func user() async throws -> User {
            try await FakeDeactivationSession(estate: estate, expected: expected).user()
        }

        func restore(_ key: AccessKeyID, before limit: Date) async throws {
            let lost: EstateFault?
            do {
                lost = try estate.answer(.restore, in: expected.account)
            } catch let fault as EstateFault where fault.isDefinite {
                throw RestoreRefused("\(fault)")
            }
            guard estate.clock.runClock.wall() < limit else { throw RestoreRefused("the time for it was over") }
            estate.change(key, active: true, byRelevo: true)
            if let lost { throw lost }
        }
    }
}
