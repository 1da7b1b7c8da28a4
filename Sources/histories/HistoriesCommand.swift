import ArgumentParser
import FoundationEssentials
import HistoryBench
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@main
struct HistoriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "histories",
        abstract: "Runs random histories of accounts and checks every deactivation against the promise.",
        discussion: """
            If a history breaks the promise, it is shortened as far as possible and printed, and the exit status is 1. \
            You can run it again with --replay, by its seed or from the file that --save wrote. With --queues, queues \
            of many keys are then run day by day, until the last key is deactivated.

            Example: histories --count 100000 --from-seed 1 --jobs 2
            """)

    @Option(help: "How many histories to run.")
    var count = 1_000

    @Option(help: "The seed of the first one; the others follow.")
    var fromSeed: UInt64 = 1

    @Option(help: "How many run at the same time.")
    var jobs = 2

    @Option(help: "How many queues of up to 5,000 keys to run, from the same seed on.")
    var queues = 0

    @Option(help: "Stop after this many failing histories.")
    var failures = 1

    @Option(help: "Run only the history with this seed, or in this file.")
    var replay: String?

    @Option(help: "A file to write the shortest failing history to.")
    var save: String?

    @Flag(help: "Call the stages of each run one by one, and a stage that is killed again.")
    var inStages = false

    @Flag(help: "Print every message and action of a repeated history.")
    var story = false

    @Flag(help: "Print failing histories as they are.")
    var noShrinking = false

    func validate() throws {
        guard count >= 0, queues >= 0, jobs > 0, failures > 0 else {
            throw ValidationError("--jobs and --failures must be at least 1, --count and --queues at least 0.")
        }
    }

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        if let replay {
            var history = try replayed(replay)
            if inStages { history.runsInStages = true }
            let outcome = await history.live(telling: telling)
            print(outcome.counts.text)
            try await report(outcome.failures.isEmpty ? [] : [(history, outcome.failures)])
            return
        }
        let shown = Mutex(0)
        let result = await Bench(
            seeds: fromSeed..<fromSeed + UInt64(count), jobs: jobs, mostFailures: failures, runsInStages: inStages
        ).run { progress in
            let step = max(1, progress.of / 20)
            let isDue = shown.withLock { last in
                guard progress.done / step > last else { return false }
                last = progress.done / step
                return true
            }
            guard isDue else { return }
            let seconds = max(0.001, (clock.now - start) / .seconds(1))
            print(
                "\(progress.done) of \(progress.of) histories, \(Int(Double(progress.done) / seconds)) a second, "
                    + "\(progress.counts["runs"]) runs, \(progress.counts["deactivations"]) deactivations")
            // Whoever waits reads it through a pipe, too.
            fflush(nil)
        }
        print(result.counts.text)
        print("\(result.lived) histories from seed \(fromSeed) on, fingerprint \(String(result.digest, radix: 16))")
        try await report(result.failed)
        print("The promise held in each.")
        try await liveQueues()
    }

    /// Whether every queue comes to its end by itself, in time and in order.
    private func liveQueues() async throws {
        guard queues > 0 else { return }
        let seeds = fromSeed..<fromSeed + UInt64(queues)
        var keys = 0
        let faults = await withTaskGroup(of: (keys: Int, faults: [String]).self) { group in
            var waiting = seeds.makeIterator()
            var faults: [String] = []
            func startNext() {
                guard let seed = waiting.next() else { return }
                group.addTask {
                    let history = QueueHistory(seed: seed)
                    return (history.keys, history.faults())
                }
            }
            for _ in 0..<jobs { startNext() }
            while let lived = await group.next() {
                keys += lived.keys
                faults += lived.faults
                startNext()
            }
            return faults
        }
        print("\(queues) queues from seed \(fromSeed) on, \(keys) keys")
        for fault in faults.prefix(20) { print("  \(fault)") }
        if !faults.isEmpty { throw ExitCode(1) }
        print("Each queue became empty by itself.")
    }

    private var telling: (@Sendable (String) -> Void)? {
        guard story else { return nil }
        return { line in print(line) }
    }

    private func replayed(_ text: String) throws -> History {
        if let seed = UInt64(text) { return HistoryMaker.history(seed: seed) }
        do {
            return try History(json: Data(contentsOf: URL(filePath: text)))
        } catch {
            throw ValidationError("The history \(text) can't be read: \(error)")
        }
    }

    private func report(_ failed: [(history: History, failures: [Outcome.Failure])]) async throws {
        guard !failed.isEmpty else { return }
        for (history, failures) in failed {
            print("\nSeed \(history.seed) fails:")
            for failure in failures.prefix(6) {
                print("  \(failure.kind) \(failure.step.map { "at step \($0 + 1)" } ?? "in the end"): \(failure.text)")
            }
            guard let first = failures.first, !noShrinking else { continue }
            var shrinker = Shrinker(history, kind: first.kind)
            let short = await shrinker.shrink()
            let again = await short.live(telling: telling)
            print("\(history.steps.count) steps shortened to \(short.steps.count) in \(shrinker.tries) tries:")
            for (number, step) in short.steps.enumerated() { print("  \(number + 1). \(step.text)") }
            for failure in again.failures.prefix(4) { print("  → \(failure.kind): \(failure.text)") }
            if let save { try Data(short.json.utf8).write(to: URL(filePath: save)) }
        }
        throw ExitCode(1)
    }
}
