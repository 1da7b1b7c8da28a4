import KeyPolicy

/// Reads every chain of a ledger and reports whether everything that was written is still there, unchanged.
///
/// A cut tail of an account's stream shows because runs record every stream's head as they end. A cut tail of the
/// runs' own stream shows only by a root that was kept elsewhere, such as in a run's summary in Slack.
package struct ChainVerification: Hashable, Sendable {
    /// A sentence per fault; empty when there is none.
    package let faults: [String]
    /// The heads as they were when the walk began.
    package let heads: [StreamHead]
    /// How many events were read.
    package let events: Int
    /// How many ended runs recorded heads that were checked against the streams.
    package let runs: Int

    package var isSound: Bool { faults.isEmpty }
    package var root: String { EventChain.root(of: heads) }

    /// Reads the whole ledger, a page of `pageSize` events at a time.
    ///
    /// `expectedRoot` is the root of now or of any run's end, as its summary printed it, or the beginning of one.
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
                "No run of this ledger ended with the root \(expectedRoot), nor is it the root of now: "
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

        /// Reports what ended runs recorded and was not found.
        mutating func judgeRecords() {
            for (stream, missing) in recorded.sorted(by: { $0.key < $1.key }) {
                guard let (sequence, record) = missing.max(by: { $0.key < $1.key }) else { continue }
                faults.append(
                    "Events of \(stream.text) are missing at its end: when run \(record.run) ended it reached event "
                        + "\(sequence).")
            }
        }

        private mutating func remember(_ event: LedgerEvent) {
            guard event.stream == .runs, case .run(.ended(let heads, _, _)) = event.body else { return }
            runs += 1
            roots.insert(EventChain.root(of: heads))
            roots.insert(EventChain.root(of: heads.filter { $0.stream != .runs } + [event.head]))
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
                    "Event \(event.sequence) of \(event.stream.text) is not the one that stood there when run "
                        + "\(record.run) ended: it or an event before it was replaced.")
            }
        }

        private func capitalized(_ sentence: String) -> String {
            sentence.prefix(1).uppercased() + sentence.dropFirst()
        }
    }
}
