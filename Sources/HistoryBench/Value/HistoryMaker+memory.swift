import KeyPolicy

/// What happens to Relevo's ledger: ledgers beside or in place of others, and a channel that doesn't show everything.
extension HistoryMaker {
    /// Draws from a sequence of its own, so that the rest of a seed's history stays as it is.
    mutating func meddleWithMemory(_ seed: UInt64) {
        var random = SeededRandom(seed: seed ^ 0x6D65_6D6F_7279)
        guard random.chance(35) else { return }
        for _ in 0..<random.number(1...2) {
            let place = random.number(min(4, steps.count)...steps.count)
            steps.insert(contentsOf: Self.meddling(&random), at: place)
        }
    }

    private static func meddling(_ random: inout SeededRandom) -> [Step] {
        switch random.number(0...11) {
        case 0, 1: mislaid(&random)
        case 2, 3: sideBySide(&random)
        case 4: [.newLedger] + unreadable(&random) + run(after: 24)
        case 5, 6: putBackUnseen(&random)
        case 7: [.deleteSummary] + run(after: 24) + (random.chance(50) ? run(after: 24, accepts: true) : [])
        case 8: [.newApp(isNamed: true)] + run(after: 24)
        case 9: [.newApp(isNamed: false)] + run(after: 24) + [.nameApps] + run(after: 24)
        case 10: unreadable(&random)
        default: [.foreignMarker(inOwnName: random.chance(50))] + run(after: 24)
        }
    }

    /// The ledger is missing for some days, a new one begins, and the first one is put back.
    private static func mislaid(_ random: inout SeededRandom) -> [Step] {
        var steps: [Step] = [.otherLedger]
        for _ in 0..<random.number(1...3) { steps += run(after: 24) }
        return steps + [.otherLedger] + run(after: random.pick(1, 24)) + run(after: 24)
    }

    /// Two Relevos, each with its own ledger and perhaps its own policy, day after day.
    private static func sideBySide(_ random: inout SeededRandom) -> [Step] {
        let late = random.pick(15, 8, 20)
        let notice = random.pick(5, 3, 7)
        var steps: [Step] = []
        for _ in 0..<random.number(2...5) {
            steps += [.otherLedger, .edit(.lateNoticeDays(late)), .edit(.noticeDays(notice))] + run(after: 1)
            steps += [.otherLedger, .edit(.lateNoticeDays(15)), .edit(.noticeDays(5))]
            steps += run(after: random.pick(23, 23, 95))
        }
        return steps
    }

    private static func putBackUnseen(_ random: inout SeededRandom) -> [Step] {
        var steps: [Step] = [.copyLedger]
        for _ in 0..<random.number(1...3) { steps += run(after: 24) }
        steps.append(.putBackLedger)
        steps += unreadable(&random)
        return steps + run(after: 24) + (random.chance(60) ? run(after: 1, accepts: true) : [])
    }

    private static func unreadable(_ random: inout SeededRandom) -> [Step] {
        [.slack(.historyFails(times: random.pick(1, 1, 2, 4)))] + run(after: 1)
    }

    private static func run(after hours: Int, accepts: Bool = false) -> [Step] {
        var order = RunStep()
        order.accepts = accepts
        return [.wait(hours: Double(hours)), .run(order)]
    }
}
