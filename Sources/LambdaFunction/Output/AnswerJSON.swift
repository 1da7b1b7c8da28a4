import FoundationEssentials
import KeyPolicy
import KeyWatch

/// What the stages of a run answer; the state machine reads them.
enum StageAnswer {
    struct Started: Encodable {
        var overtaken = false
        let run: RunID
        let accounts: [AccountID]

        /// Of 25,000 events in an execution's history, a scan takes seven.
        /// <https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html>
        static let mostAccounts = 3_000

        /// Throws `FunctionError` where one execution can't scan so many accounts.
        init(run: RunID, accounts: [AccountID]) throws {
            guard accounts.count <= Self.mostAccounts else {
                throw FunctionError(
                    .refused,
                    "\(accounts.count) accounts are too many for one execution of Step Functions, whose history holds "
                        + "\(Self.mostAccounts) scans. Nothing was scanned. Divide the accounts among several "
                        + "deployments (`accounts.include`), or run `relevo run` on a machine.")
            }
            self.run = run
            self.accounts = accounts
        }
    }

    struct Scanned: Encodable {
        var overtaken = false
        let account: AccountID
        let complete: Bool
        /// Why the account is unknown; null when it was read completely.
        let why: OrNull<String>
    }

    struct Decided: Encodable {
        var overtaken = false
        /// Whether `decide` must be called again; then there is no plan to count yet.
        let more: Bool
        let actions: OrNull<Int>
        let held: OrNull<Int>
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
        /// Null when somebody was told.
        let why: OrNull<String>
    }

    /// A value that is `null` in JSON, and not left out, where there is none.
    struct OrNull<Value: Encodable>: Encodable {
        let value: Value?

        init(_ value: Value?) { self.value = value }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(value)
        }
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
