package import FoundationEssentials
package import KeyPolicy

/// How the scan of one account ended.
package struct ScanOutcome: Sendable {
    package let account: Account
    package let startedAt: Date
    /// Why the account is unknown in this run; nil when it was read completely.
    package let error: String?
    /// Things worth saying about a complete scan, such as a report that could not be used.
    package let remarks: [String]
    /// Users whose keys were listed in this scan.
    package let listed: Set<UserID>
    /// Still usable for reading again what is due; nil when the account can't be reached.
    package let reader: (any AccountReader)?

    package var isComplete: Bool { error == nil }

    /// The remarks as sentences that name the account.
    package var sentences: [String] { remarks.map { "\(account.id) (\(account.name)): \($0)" } }

    /// That the account is unknown and why; nil when it was read completely.
    package var complaint: String? {
        error.map { "\(account.id) (\(account.name)) is unknown in this run, and nothing is done there: \($0)" }
    }

    package init(
        account: Account, startedAt: Date, error: String?, remarks: [String], listed: Set<UserID>,
        reader: (any AccountReader)?
    ) {
        self.account = account
        self.startedAt = startedAt
        self.error = error
        self.remarks = remarks
        self.listed = listed
        self.reader = reader
    }
}
