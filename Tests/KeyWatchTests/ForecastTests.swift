import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Testing

/// A forecast is worth something only if the days then come as it said.
struct ForecastTests {
    private func forecast(_ watched: Watched, until day: Double) async throws -> [Plan] {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let run = Made.run(9_000)
        let preview = Preview(
            ledger: watched.ledger, directory: watched.estate, readers: watched.estate, settings: watched.settings,
            clock: watched.clock.runClock, logger: quiet)
        let (plan, _, look) = try await preview.plan(
            run, only: [], remembers: false, messenger: watched.messenger)
        return try await Forecast(
            store: look.store, messenger: watched.messenger, settings: watched.settings,
            clock: watched.clock.runClock
        ).days(look.estate, from: plan.at, to: Made.day(day), run: run)
    }

    /// Day by day, what is done about which key, by action id and deadline, and whom the week's list names.
    private func lines(_ plans: [Plan]) -> [String] {
        plans.flatMap { plan in
            let list = plan.weeklyList.compactMap(\.user?.name)
            return plan.actions.map { action in
                "\(plan.at.isoInstant) \(action.id) \(action.notice?.deadline.isoInstant ?? "")"
            }.sorted() + (list.isEmpty ? [] : ["\(plan.at.isoInstant) list \(list)"])
        }
    }

    private func estate() -> Watched {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxPercent = 100
        watched.settings.policy.maxDeactivations = 4
        watched.anna()
        for number in 0..<6 {
            let account = Made.account(number % 2 + 1).id
            let user = watched.estate.addUser(
                "old\(number)", in: account, tags: Made.engineer("U0BO", "Bo Lind"), createdAt: Made.day(-200))
            watched.estate.addKey(user, createdAt: Made.day(Double(-100 - number)))
        }
        watched.settings.securityChannel = Made.id("C0SECURITY")
        let unreachable = watched.estate.addUser("unreachable", in: watched.one.id, tags: ["type": "engineer"])
        watched.estate.addKey(unreachable, createdAt: Made.day(-8))
        let machine = watched.estate.addUser(
            "machine", in: watched.one.id, tags: ["type": "machine"], createdAt: Made.day(-50))
        watched.estate.addKey(machine, createdAt: Made.day(-10))
        return watched
    }

    @Test func `the days come as the forecast said`() async throws {
        let watched = estate()
        watched.clock.set(Made.day(70))
        let said = lines(try await forecast(watched, until: 100))
        var came: [Plan] = []
        for day in 70...100 { came.append(try await watched.run(day: Double(day)).plan) }
        #expect(said == lines(came))
        #expect(said.contains { $0.contains("deactivate/") })
        #expect(said.contains { $0.contains("notice/") })
        let lists = said.filter { $0.contains("list") }
        #expect(lists == [70, 77, 84, 91, 98].map { "\(Made.day($0).isoInstant) list [\"unreachable\"]" })
    }

    @Test func `a forecast in the middle of rounds goes on from what was told`() async throws {
        let watched = estate()
        try await watched.run(days: 70...79)
        watched.clock.set(Made.day(80))
        let said = lines(try await forecast(watched, until: 100))
        var came: [Plan] = []
        for day in 80...100 { came.append(try await watched.run(day: Double(day)).plan) }
        #expect(said == lines(came))
    }

    @Test func `a forecast after mode enforce was set deactivates on the days that then come`() async throws {
        let watched = estate()
        watched.settings.mode = .notify
        try await watched.run(days: 70...79)
        watched.settings.mode = .enforce
        watched.clock.set(Made.day(80))
        let said = lines(try await forecast(watched, until: 105))
        var came: [Plan] = []
        for day in 80...105 { came.append(try await watched.run(day: Double(day)).plan) }
        #expect(said == lines(came))
        #expect(said.contains { $0.contains("deactivate/") })
    }

    @Test func `it tells nobody, changes nothing and remembers nothing`() async throws {
        let watched = estate()
        watched.clock.set(Made.day(70))
        _ = try await forecast(watched, until: 100)
        #expect(watched.messenger.messages.isEmpty)
        #expect(watched.estate.changes.isEmpty)
        #expect(await watched.ledger.heads().isEmpty)
        #expect(await watched.ledger.accounts().isEmpty)
    }
}
