package import KeyPolicy

/// One hash chain of the ledger: an account's, the one of the runs, or the inbox.
package enum StreamID: Hashable, Sendable, Comparable {
    case account(AccountID)
    case runs
    /// What people asked for, and what follows from it alone; written without the lease.
    case inbox

    /// As it is stored: `account/111111111111`, `runs` or `inbox`.
    package var text: String {
        switch self {
        case .account(let id): "account/\(id)"
        case .runs: "runs"
        case .inbox: "inbox"
        }
    }

    package init?(text: String) {
        if text == "runs" {
            self = .runs
        } else if text == "inbox" {
            self = .inbox
        } else if text.hasPrefix("account/"), let id = AccountID(rawValue: String(text.dropFirst("account/".count))) {
            self = .account(id)
        } else {
            return nil
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
