package import KeyPolicy

/// One hash chain of the ledger: an account's, or the one of the runs.
package enum StreamID: Hashable, Sendable, Comparable {
    case account(AccountID)
    case runs

    /// As it is stored: `account/111111111111`, or `runs`.
    package var text: String {
        switch self {
        case .account(let id): "account/\(id)"
        case .runs: "runs"
        }
    }

    package init?(text: String) {
        if text == "runs" {
            self = .runs
        } else if text.hasPrefix("account/"), let id = AccountID(rawValue: String(text.dropFirst("account/".count))) {
            self = .account(id)
        } else {
            return nil
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
