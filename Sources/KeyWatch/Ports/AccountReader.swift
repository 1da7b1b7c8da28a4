package import FoundationEssentials
package import KeyPolicy

/// Reads one account's IAM users under the audit role; nothing behind it can write.
package protocol AccountReader: Sendable {
    /// Asks for a report and says how far it is.
    func prepareReport() async throws -> ReportProgress

    /// The report that is there; throws `ReportProblem` when there is none to be trusted.
    func report() async throws -> CredentialReport

    /// A page of users without their keys; `marker` nil for the first.
    func users(after marker: String?) async throws -> UsersPage

    /// All keys of a user. Throws `AccountReaderError.noSuchUser` when there is no user of that name.
    func accessKeys(of userName: String) async throws -> [AccessKey]

    func lastUse(of key: AccessKeyID) async throws -> LastUse

    /// Who did what to keys of this account.
    var trail: any AuditTrail { get }
}

/// Makes the readers, one per account and run.
package protocol AccountReaders: Sendable {
    /// Throws when the account's audit role can't be assumed.
    func reader(for account: Account, run: RunID) async throws -> any AccountReader
}

package enum ReportProgress: Hashable, Sendable {
    case inProgress
    case complete
}

/// One page of users; `keys` of each is empty, as IAM does not say them here.
package struct UsersPage: Hashable, Sendable {
    package let users: [User]
    package let next: String?

    package init(users: [User], next: String?) {
        self.users = users
        self.next = next
    }
}

/// Why a credential report can't be used: everyone is listed instead.
package enum ReportProblem: Error, Hashable, CustomStringConvertible {
    case notReady
    case unavailable(String)
    case unreadable(String)

    package var description: String {
        switch self {
        case .notReady: "the credential report was not ready in time"
        case .unavailable(let why): "the credential report could not be had (\(why.clause))"
        case .unreadable(let why): "the credential report could not be understood (\(why))"
        }
    }
}

package enum AccountReaderError: Error, Hashable, CustomStringConvertible {
    case noSuchUser(String)

    package var description: String {
        switch self {
        case .noSuchUser(let name): "IAM has no user named \(name) any more."
        }
    }
}

/// Tells who did something to keys of one account, where AWS remembers it.
package protocol AuditTrail: Sendable {
    /// What is found about each key that is asked about, by exactly its id; what went wrong is an answer too. One question
    /// costs a handful of calls at the most, however many keys it is about.
    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup]
}

/// A question about keys of one account.
package struct KeyActivityQuestion: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Who created them; that happened within this time.
        case creation(during: ClosedRange<Date>)
        /// Who switched them on, the last time somebody did.
        case reactivation
    }

    package let kind: Kind
    package let keys: Set<AccessKeyID>

    package init(_ kind: Kind, of keys: Set<AccessKeyID>) {
        self.kind = kind
        self.keys = keys
    }
}
