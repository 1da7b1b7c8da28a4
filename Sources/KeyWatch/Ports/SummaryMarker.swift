package import FoundationEssentials
package import KeyPolicy

/// What a run's summary carries unseen, and a command's message that promises a day, for other runs to notice that their ledger is not the newest or not the only one.
package struct SummaryMarker: Hashable, Codable, Sendable {
    package let run: RunID
    /// The hash of the ledger's first event, which every copy of it shares.
    package let ledger: String
    /// The latest deadline that is promised in each account with open promises, those of this run included.
    package var promises: [AccountID: Date]
    /// Where the accounts don't fit into one message: the number of this one, from 1 on.
    package let part: Int
    package let parts: Int

    package init(run: RunID, ledger: String, promises: [AccountID: Date], part: Int = 1, parts: Int = 1) {
        self.run = run
        self.ledger = ledger
        self.promises = promises
        self.part = part
        self.parts = parts
    }

    /// Accounts that one message holds; Slack takes 8 KB of metadata, and an account needs 24 bytes.
    package static let accountsPerPart = 200

    /// The same in as many parts as it takes: the first goes with the summary, the others into its thread.
    package var split: [SummaryMarker] {
        let sorted = promises.sorted { $0.key < $1.key }
        let parts = max(1, (sorted.count + Self.accountsPerPart - 1) / Self.accountsPerPart)
        return (0..<parts).map { index in
            let slice = sorted.dropFirst(index * Self.accountsPerPart).prefix(Self.accountsPerPart)
            return SummaryMarker(
                run: run, ledger: ledger, promises: Dictionary(slice.map { ($0.key, $0.value) }) { max($0, $1) },
                part: index + 1, parts: parts)
        }
    }
}
