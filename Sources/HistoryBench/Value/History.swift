package import FoundationEssentials
import KeyPolicy

/// Everything that happens to an estate, a Slack and a ledger, as a value: run, shrunk, written to a file, run again.
package struct History: Hashable, Codable, Sendable {
    /// The seed it was made from; meaningless once the history was shrunk.
    package let seed: UInt64
    /// Actions per message before it is split into parts.
    package var actionsPerPart: Int
    package var accounts: Int
    package var steps: [Step]
    /// Whether each run's stages are called one by one; a stage that is killed is called again. Nil: no.
    package var runsInStages: Bool?

    package init(seed: UInt64, actionsPerPart: Int, accounts: Int, steps: [Step]) {
        self.seed = seed
        self.actionsPerPart = actionsPerPart
        self.accounts = accounts
        self.steps = steps
    }

    /// Noon, so that runs fall on a round time of day.
    package static let start = Date(timeIntervalSince1970: 1_767_268_800)  // 2026-01-01T12:00:00Z

    /// Whether hundreds of old keys are armed at once: such a history is judged by its brake, day after day.
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

/// SplitMix64: the same sequence for the same seed, on every machine.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// One of several; never called with none.
    mutating func pick<Element>(_ first: Element, _ rest: Element...) -> Element {
        rest.randomElement(using: &self).flatMap { chance(100 / (rest.count + 1)) ? first : $0 } ?? first
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// Identifiers by a few characters.
enum Names {
    static func account(_ digit: Int) -> Account {
        Account(id: id(String(repeating: "\(digit)", count: 12)), name: "account-\(digit)")
    }

    static func accountID(_ digit: Int) -> AccountID { account(digit).id }
    static func channel(_ text: String) -> SlackChannelID { id(text) }

    static func id<ID: Identifier>(_ text: String) -> ID {
        guard let id = ID(rawValue: text) else { preconditionFailure("\(text) is not a valid \(ID.self)") }
        return id
    }
}
