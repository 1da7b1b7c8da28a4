import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A whole run's deactivations that are undone, and restores that stop an account.
struct RestoreOfARunTests {
    private func manyDeactivated(_ count: Int = 3) async throws -> (Watched, [AccessKeyID], RunID) {
        let watched = Watched()
        watched.settings.policy.maxPercent = 100
        let keys = (0..<count).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(days: 76...90)
        let run = try await watched.run(day: 91).summary.run
        #expect(watched.estate.deactivations.count == count)
        return (watched, keys, run)
    }

    @Test func `a whole run is undone, and nothing more is deactivated there until somebody resumes`() async throws {
        let (watched, keys, run) = try await manyDeactivated()
        watched.clock.set(Made.day(91.2))
        let report = try await watched.restoreRun(run)
        #expect(report.restored == 3 && report.keys.count == 3 && report.problems == [])
        #expect(report.stops.map(\.cause) == [.restores(count: 3)])
        for day in [93.0, 94] { #expect(try await watched.run(day: day).held(keys[0]) == "stopped") }
        #expect(watched.messages(to: .security).filter { $0.payload.word == "stopped" }.count == 1)
        try await watched.resume(account: 1, by: "Luis")
        try await watched.run(day: 95)
        #expect(keys.map { watched.deactivations(of: $0) } == [[91, 95], [91, 95], [91, 95]])
    }

    @Test func `while a stop is in force, messages about a restore's end say so`() async throws {
        let (watched, keys, run) = try await manyDeactivated()
        watched.clock.set(Made.day(91.2))
        try await watched.restoreRun(run)
        let report = try await watched.run(day: 92.1)
        let endings = report.did("restoreEnding")
        #expect(endings.map(\.key.id) == keys && endings.allSatisfy { $0.stop?.cause == .restores(count: 3) })
        try await watched.resume(account: 1, by: "Luis")
        try await watched.run(day: 93)
        try await watched.stop()
        #expect(try await watched.restore(keys[0]).action.stop?.cause == .person(by: "Luis", reason: "an outage"))
    }

    @Test func `one key that fails doesn't stop the others`() async throws {
        let (watched, keys, run) = try await manyDeactivated()
        watched.estate.set(keys[1], active: true)
        watched.clock.set(Made.day(91.2))
        let report = try await watched.restoreRun(run)
        #expect(report.restored == 2 && report.keys.count == 3)
        let failed = report.keys.filter { if case .failure = $0.result { true } else { false } }
        #expect(failed.map(\.key.key) == [keys[1]])
        #expect(report.activeAlready == 1)
        let again = try await watched.restoreRun(run)
        #expect(again.restored == 0 && again.activeAlready == 3)
    }

    @Test func `AWS's no to one key leaves the others restored too`() async throws {
        let (watched, _, run) = try await manyDeactivated()
        watched.clock.set(Made.day(91.2))
        watched.estate.fail(.restore, with: .denied, times: 1)
        let report = try await watched.restoreRun(run)
        #expect(report.restored == 2 && report.keys.count == 3)
    }

    @Test func `asked to end, it leaves the other keys alone`() async throws {
        let (watched, keys, run) = try await manyDeactivated()
        watched.clock.set(Made.day(91.2))
        let opened = watched.estate.calls(.openSession)
        watched.estate.beforeNext(.restore) { $0.clock.endsAtCheck = 1 }
        watched.clock.endsAtCheck = .max
        await #expect(throws: Interruption()) { try await watched.restoreRun(run) }
        #expect(watched.estate.calls(.openSession) == opened + 1)
        #expect(keys.filter(watched.estate.isActive).count == 1)
        watched.clock.endsAtCheck = nil
        #expect(await watched.ledger.unsentMessages() == [])
    }

    @Test func `a run that deactivated nothing can't be undone`() async throws {
        let (watched, _, _) = try await manyDeactivated(1)
        await #expect(throws: InterventionRefusal.nothingDeactivated(run: Made.run(1))) {
            try await watched.restoreRun(Made.run(1))
        }
    }

    @Test func `two restores of an account in a day stop it, two on two days don't`() async throws {
        let (watched, keys, _) = try await manyDeactivated(3)
        watched.clock.set(Made.day(91.2))
        #expect(try await watched.restore(keys[0]).stops.isEmpty)
        watched.clock.set(Made.day(92.2))
        #expect(try await watched.restore(keys[1]).stops.isEmpty)
        watched.clock.set(Made.day(92.3))
        #expect(try await watched.restore(keys[2]).stops.map(\.cause) == [.restores(count: 2)])
    }
}
