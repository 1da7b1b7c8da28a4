import FoundationEssentials
import HistoryBench
import Testing

/// Two thousand estates that live through anything at all, each deactivation judged by an oracle that knows only what
/// was said and which keys went off. `make histories` lives a hundred thousand.
struct RandomHistoryTests {
    @Test func `whatever happens, nobody is surprised`() async {
        let result = await Bench(seeds: 1..<2_001, jobs: 2).run()
        for (history, failures) in result.failed {
            var shrinker = Shrinker(history, kind: failures[0].kind, mostTries: 300)
            let short = await shrinker.shrink()
            let steps = short.steps.map(\.text).joined(separator: "\n")
            Issue.record(
                "seed \(history.seed): \(failures[0].text)\n\(steps)\n.build/release/histories --replay \(history.seed)"
            )
        }
        #expect(result.lived == 2_000)
        // Nobody is to believe in histories in which nothing happens.
        for what in [
            "deactivations", "restores", "ledgers accepted", "releases of the alarm",
            "runs with keys that wait for their turn",
        ] {
            #expect(result.counts[what] > 20, "\(what)")
        }
    }

    @Test func `the same seed lives the same history`() async {
        let histories = [HistoryMaker.history(seed: 7), HistoryMaker.history(seed: 7)]
        #expect(histories[0] == histories[1])
        let outcomes = await [histories[0].live(), histories[1].live()]
        #expect(outcomes[0].digest == outcomes[1].digest)
    }

    @Test func `a history is written to a file and lived again`() async throws {
        let history = HistoryMaker.history(seed: 11)
        #expect(try History(json: Data(history.json.utf8)) == history)
    }
}
