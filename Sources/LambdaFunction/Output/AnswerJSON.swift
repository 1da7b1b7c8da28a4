import FoundationEssentials
import KeyPolicy
import KeyWatch

/// What the stages of a run answer; the state machine reads them.
enum StageAnswer {
    struct Started: Encodable {
        var overtaken = false
        let run: RunID
        let accounts: [AccountID]
    }

    struct Scanned: Encodable {
        var overtaken = false
        let account: AccountID
        let complete: Bool
        /// Why the account is unknown; null when it was read completely.
        let why: String?

        private enum Key: CodingKey { case overtaken, account, complete, why }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(overtaken, forKey: .overtaken)
            try container.encode(account, forKey: .account)
            try container.encode(complete, forKey: .complete)
            try container.encode(why, forKey: .why)
        }
    }

    struct Decided: Encodable {
        var overtaken = false
        /// Whether `decide` must be called again; then there is no plan to count yet.
        let more: Bool
        let actions: Int?
        let held: Int?
    }

    struct Acted: Encodable {
        var overtaken = false
        /// Whether `act` must be called again.
        let more: Bool
    }

    struct Finished: Encodable {
        var overtaken = false
        let exitStatus: Int32
        let exitReasons: [ExitReason]
    }

    /// For every stage of a run that a newer one has overtaken: nothing was done, and nothing needs to be.
    struct Overtaken: Encodable {
        let overtaken = true
        let by: RunID
    }

    struct Told: Encodable {
        let told: Bool
        let why: String?
    }
}

enum AnswerJSON {
    /// Sorted, so that answers can be compared.
    static func text(_ answer: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(answer), as: UTF8.self)
    }
}
