/// Walks every chain of a ledger and says whether all that was ever written is still there, unchanged.
///
/// A cut tail of an account's stream shows because runs record every stream's head as they end. A cut tail of the runs'
/// own stream shows only against a root that somebody outside kept, such as a run's summary in Slack.
package struct ChainVerification: Hashable, Sendable {
    /// A sentence per thing that is wrong; empty when nothing is.
    package let faults: [String]
    /// The heads as they were when the walk began.
    package let heads: [StreamHead]
    /// How many events were read.
    package let events: Int
    /// How many ended runs recorded heads that could be held against what is there.
    package let runs: Int

    package var isSound: Bool { faults.isEmpty }
    package var root: String { EventChain.root(of: heads) }

    /// Reads the whole ledger, a page of `pageSize` events at a time.
    ///
    /// `expectedRoot` is the root of now or of any run's end, as its summary printed it.
    package static func of(
        _ log: any EventLog, expectedRoot: String? = nil, pageSize: Int = 1_000
    ) async throws -> ChainVerification {
        let heads = try await log.heads()
        var walk = Walk(log: log, pageSize: max(1, pageSize))
        // The runs come first: what they recorded is then looked for in the accounts' streams on the way through.
        for head in heads.filter({ $0.stream == .runs }) + heads.filter({ $0.stream != .runs }) {
            try await walk.follow(head)
        }
        walk.judgeRecords()
        if let expectedRoot, expectedRoot != EventChain.root(of: heads), !walk.roots.contains(expectedRoot) {
            walk.faults.append(
                "No run of this ledger ended with the root \(expectedRoot), nor is it the root of now: "
                    + "events were cut off its end, or the root is another ledger's.")
        }
        return ChainVerification(faults: walk.faults, heads: heads, events: walk.events, runs: walk.runs)
    }
}
