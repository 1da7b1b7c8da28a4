import KeyPolicy

/// Reads every chain of a ledger and reports whether everything that was written is still there, unchanged.
///
/// If the end of an account's stream was cut off, this shows because runs record the streams' heads as they end. If the
/// end of the runs' own stream was cut off, only a root that was kept elsewhere shows it, such as in a run's summary in
/// Slack.
package struct ChainVerification: Hashable, Sendable {
    /// A sentence per fault; empty when there is none.
    package let faults: [String]
    /// The heads as they were when the reading began.
    package let heads: [StreamHead]
    /// How many events were read.
    package let events: Int
    /// How many ended runs recorded heads that were checked against the streams.
    package let runs: Int

    package var isSound: Bool { faults.isEmpty }
    package var root: String { EventChain.root(of: heads) }

    /// Reads the whole ledger, a page of `pageSize` events at a time.
    ///
    /// `expectedRoot` is the current root, or the root at any run's end, as the run's summary printed it, or its beginning.
    package static func of(
        _ log: any EventLog, expectedRoot: String? = nil, pageSize: Int = 1_000
    ) async throws -> ChainVerification {
        let heads = try await log.heads()
        var walk = Walk(log: log, pageSize: max(1, pageSize))
        // The runs come first: what they recorded is then looked for in the accounts' streams.
        for head in heads.filter({ $0.stream == .runs }) + heads.filter({ $0.stream != .runs }) {
            try await walk.follow(head)
        }
        walk.judgeRecords()
        let roots = walk.roots.union([EventChain.root(of: heads)])
        if let expectedRoot, !roots.contains(where: { $0.hasPrefix(expectedRoot) }) {
            walk.faults.append(
                "No run of this ledger ended with the root \(expectedRoot), and it isn't the current root: "
                    + "events were cut off its end, or the root is another ledger's.")
        }
        return ChainVerification(faults: walk.faults, heads: heads, events: walk.events, runs: walk.runs)
    }
}

extension ChainVerification {
    /// One pass over the streams, gathering faults.
    struct Walk {
        let log: any EventLog
        let pageSize: Int
        var faults: [String] = []
        var events = 0
        var runs = 0
        /// The roots of the ledger when runs ended: just before their last event and just after it.
        var roots: Set<String> = []
        /// The heads as the runs read so far recorded them.
        private var known = RecordedHeads()
        /// What ended runs recorded, by stream and sequence, each entry until it is found.
        private var recorded: [StreamID: [Int: (hash: String, run: RunID)]] = [:]
        /// Streams already reported as different from what ended runs recorded; one changed event changes all later
        /// ones.
        private var replaced: Set<StreamID> = []

        init(log: any EventLog, pageSize: Int) {
            self.log = log
            self.pageSize = pageSize
        }

        /// Reads a stream from its first event up to `end`. After a fault it continues from what is there, so that one
        /// change is reported once.
        mutating func follow(_ end: StreamHead) async throws {
            var last: StreamHead?
            while (last?.sequence ?? 0) < end.sequence {
                let page = try await log.events(end.stream, after: last?.sequence ?? 0, limit: pageSize)
                    .prefix { $0.sequence <= end.sequence }
                // There is nothing more, or the ledger doesn't page; either way reading can't continue.
                guard let next = page.last?.sequence, next > last?.sequence ?? 0 else { break }
                for event in page {
                    if let fault = EventChain.fault(in: event, after: last) { faults.append("\(capitalized(fault))") }
                    compare(event)
                    remember(event)
                    last = event.head
                    events += 1
                }
            }
            if last != end { faults.append("The events of \(end.stream.text) changed while they were read.") }
        }

        /// Reports heads that ended runs recorded and that were not found.
        mutating func judgeRecords() {
            for (stream, missing) in recorded.sorted(by: { $0.key < $1.key }) {
                guard let (sequence, record) = missing.max(by: { $0.key < $1.key }) else { continue }
                faults.append(
                    "Events of \(stream.text) are missing at its end: when run \(record.run) ended, the last one was "
                        + "event \(sequence).")
            }
        }

        private mutating func remember(_ event: LedgerEvent) {
            guard event.stream == .runs, case .run(.ended(let root, let heads, _, _)) = event.body else { return }
            runs += 1
            known.apply(event)
            if root != EventChain.root(of: known.all) {
                faults.append("Run \(event.run) ended with a root that doesn't match the recorded heads.")
            }
            roots.insert(root)
            roots.insert(EventChain.root(of: known.all.filter { $0.stream != .runs } + [event.head]))
            for head in heads where recorded[head.stream]?[head.sequence] == nil {
                // The events before this one were read already, and the chain connects them.
                if head.stream == .runs { continue }
                recorded[head.stream, default: [:]][head.sequence] = (head.hash, event.run)
            }
        }

        private mutating func compare(_ event: LedgerEvent) {
            guard let record = recorded[event.stream]?.removeValue(forKey: event.sequence) else { return }
            if record.hash != event.hash, replaced.insert(event.stream).inserted {
                faults.append(
                    "Event \(event.sequence) of \(event.stream.text) is not the one that was there when run "
                        + "\(record.run) ended: it or an event before it was replaced.")
            }
        }

        private func capitalized(_ sentence: String) -> String {
            sentence.prefix(1).uppercased() + sentence.dropFirst()
        }
    }
}

/// The heads that ended runs recorded, the latest of each stream: each run records only those that changed.
struct RecordedHeads {
    private var heads: [StreamID: StreamHead] = [:]

    var all: [StreamHead] { Array(heads.values) }

    mutating func apply(_ event: LedgerEvent) {
        guard case .run(.ended(_, let changed, _, _)) = event.body else { return }
        for head in changed { heads[head.stream] = head }
    }
}
