package import FoundationEssentials

/// Everything that happens to an estate, a Slack and a ledger, as a value: lived, shrunk, written to a file, lived again.
package struct History: Hashable, Codable, Sendable {
    /// What it was made from; nothing of it is left once the history was shrunk.
    package let seed: UInt64
    /// Actions that a message holds before it is split into parts.
    package var actionsPerPart: Int
    package var accounts: Int
    package var steps: [Step]

    package init(seed: UInt64, actionsPerPart: Int, accounts: Int, steps: [Step]) {
        self.seed = seed
        self.actionsPerPart = actionsPerPart
        self.accounts = accounts
        self.steps = steps
    }

    /// Noon, so that runs fall on a round time of day.
    package static let start = Date(timeIntervalSince1970: 1_767_268_800)  // 2026-01-01T12:00:00Z

    /// Whether hundreds of old keys arm at once: such a history is judged by the brake that it was given, day after day.
    var hasCrowd: Bool {
        steps.contains { if case .crowd = $0 { true } else { false } }
    }

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    package init(json: Data) throws { self = try JSONDecoder().decode(History.self, from: json) }
}
