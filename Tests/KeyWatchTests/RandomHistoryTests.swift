import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Some hundred estates that live through anything at all; after every run the oracle judges every deactivation.
///
/// A failure names its seed: run that one alone to see it again.
struct RandomHistoryTests {
    private static let histories = 240
    private static let people = ["U0ANNA", "U0BO", "U0EVA"]

    @Test(arguments: [0, 1, 2, 3])
    func `whatever happens, nobody is surprised`(quarter: Int) async throws {
        var deactivations = 0
        for seed in stride(from: quarter, to: Self.histories, by: 4) {
            deactivations += try await live(seed: UInt64(seed))
        }
        #expect(deactivations > 20, "the histories were expected to deactivate some keys")
    }

    /// Lives one history and returns how many keys it deactivated.
    private func live(seed: UInt64) async throws -> Int {
        var random = SeededRandom(seed: seed)
        let watched = Watched(accounts: [Made.account(1), Made.account(2)], secondsPerMessage: 1)
        watched.label = "with seed \(seed)"
        watched.composer = PlainComposer(actionsPerPart: Int.random(in: 1...3, using: &random))
        watched.settings.policy.maxPercent = 100
        watched.settings.policy.maxDeactivations = Int.random(in: 2...6, using: &random)
        watched.settings.mode = random.chance(80) ? .enforce : .notify
        var users: [UserID] = []
        for index in 0..<4 {
            let account = Made.account(index % 2 + 1).id
            let tags =
                random.chance(85) ? Made.engineer(Self.people[index % 3], Self.people[index % 3]) : ["type": "machine"]
            let user = watched.estate.addUser("user\(index)", in: account, tags: tags, createdAt: Made.day(-300))
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                watched.estate.addKey(user, createdAt: Made.day(Double(Int.random(in: -30...20, using: &random))))
            }
            users.append(user)
        }
        var day = 68.0
        while day < 112 {
            watched.clock.set(Made.day(day))
            if random.chance(40) { happen(watched, users, &random) }
            try await runOrFail(watched, &random)
            watched.messenger.mend()
            watched.estate.mend()
            watched.clock.aheadOfAWS = 0
            day += [0.25, 1, 1, 1, 2, 3, 4, 9][Int.random(in: 0..<8, using: &random)]
        }
        // In the end everything works again, and nothing is left open.
        watched.settings.mode = .enforce
        for last in 0..<3 { try await watched.run(day: 122 + Double(last)) }
        #expect(await watched.ledger.unsettledClaims() == [], "seed \(seed)")
        #expect(await watched.ledger.untoldWords() == [], "seed \(seed)")
        #expect(try await ChainVerification.of(watched.ledger).faults == [], "seed \(seed)")
        return watched.estate.deactivations.count
    }

    private func runOrFail(_ watched: Watched, _ random: inout SeededRandom) async throws {
        guard random.chance(12) else {
            do {
                try await watched.runNow()
            } catch is MessengerError {
                // Our own token was refused: fails loudly and does nothing.
            }
            return
        }
        let moment: CrashPoint.Moment = random.chance(50) ? .before : .after
        let point = CrashPoint(atCall: Int.random(in: 1...40, using: &random), moment)
        _ = try? await watched.runNow(crash: point)
        watched.clock.advance(3_600)
    }

    private func happen(_ watched: Watched, _ users: [UserID], _ random: inout SeededRandom) {
        guard let user = users.randomElement(using: &random), let known = watched.estate.user(user) else { return }
        let key = known.keys.randomElement(using: &random)
        let person = Self.people.randomElement(using: &random) ?? "U0BO"
        let slack = Made.person(person)
        switch Int.random(in: 0..<16, using: &random) {
        case 0: watched.estate.tag(user, "slack-id", person)
        case 1: watched.estate.tag(user, "type", random.chance(60) ? "engineer" : "machine")
        case 2: watched.settings.mode = random.chance(70) ? .enforce : .notify
        case 3: watched.messenger.fail(.notDelivered, times: 2)
        case 4: watched.messenger.fail(.unknown(stored: random.chance(50)), times: 2)
        case 5: watched.messenger.lookUps(.fail)
        case 6: watched.messenger.answer(random.chance(50) ? .unknown("503") : .unreachable(.userDeleted), about: slack)
        case 7: watched.messenger.answer(nil, about: slack)
        case 8: watched.estate.fail(.users, in: known.account, with: .throttled, times: 1)
        case 9: watched.estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: random.chance(50))
        case 10: watched.messenger.fail(.refused, times: 1)
        case 11: watched.clock.aheadOfAWS = Double(Int.random(in: -400...400, using: &random))
        case 12: watched.estate.rename(user, to: known.name + "x")
        case 13: watched.estate.addKey(user)
        case 14: if let key { watched.estate.deleteKey(key.id) }
        default:
            // Only what Relevo knows it switched off: off and on between two runs leaves no trace in IAM.
            let told = watched.messenger.messages.filter { $0.payload.word == "deactivated" }.flatMap(\.payload.lines)
            if let key, told.contains(where: { $0.key == key.id }) { watched.estate.set(key.id, active: true) }
        }
    }
}
