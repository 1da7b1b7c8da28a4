/// How a history ended.
package struct Outcome: Sendable {
    /// A broken promise, or something else that must not be.
    package struct Failure: Hashable, Sendable {
        /// The same for failures of one kind, whatever keys and days they are about.
        package let kind: String
        package let text: String
        /// The step after which it was found, from 0; nil for the end.
        package let step: Int?
    }

    package let failures: [Failure]
    package let tally: HistoryCounts
    /// The same for two lives in which the same was said and done.
    package let digest: UInt64
}
