/// Runs many histories, several at a time, and finds those that break a promise.
package struct Bench: Sendable {
    /// The progress so far.
    package struct Progress: Sendable {
        package let done: Int
        package let of: Int
        package let counts: HistoryCounts
    }

    /// The result.
    package struct Result: Sendable {
        package var counts = HistoryCounts()
        package var lived = 0
        /// The first failures by seed, in order.
        package var failed: [(history: History, failures: [Outcome.Failure])] = []
        package var digest: UInt64 = 0
    }

    private let seeds: Range<UInt64>
    private let jobs: Int
    private let mostFailures: Int
    private let runsInStages: Bool

    package init(seeds: Range<UInt64>, jobs: Int, mostFailures: Int = 1, runsInStages: Bool = false) {
        self.runsInStages = runsInStages
        self.seeds = seeds
        self.jobs = max(1, jobs)
        self.mostFailures = mostFailures
    }

    /// Seeds that one task runs before it reports.
    private static let batch = 20

    package func run(_ progress: @escaping @Sendable (Progress) -> Void = { _ in }) async -> Result {
        await withTaskGroup(of: Result.self) { group in
            var result = Result()
            var next = seeds.lowerBound
            func addNext() {
                guard next < seeds.upperBound else { return }
                let batch = next..<min(next + UInt64(Self.batch), seeds.upperBound)
                next = batch.upperBound
                group.addTask { await live(batch) }
            }
            for _ in 0..<jobs { addNext() }
            while let batch = await group.next() {
                result.counts.add(batch.counts)
                result.lived += batch.lived
                result.digest ^= batch.digest
                result.failed += batch.failed
                progress(Progress(done: result.lived, of: seeds.count, counts: result.counts))
                if result.failed.count < mostFailures { addNext() }
            }
            result.failed.sort { $0.history.seed < $1.history.seed }
            return result
        }
    }

    private func live(_ seeds: Range<UInt64>) async -> Result {
        var result = Result()
        for seed in seeds {
            var history = HistoryMaker.history(seed: seed)
            if runsInStages { history.runsInStages = true }
            let outcome = await history.live()
            result.lived += 1
            result.counts.add(outcome.counts)
            result.digest ^= outcome.digest &* (seed | 1)
            if !outcome.failures.isEmpty { result.failed.append((history, outcome.failures)) }
        }
        return result
    }
}
