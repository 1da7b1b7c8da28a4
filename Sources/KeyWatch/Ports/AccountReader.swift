package import FoundationEssentials
package import KeyPolicy

/// Reads one account's IAM users under the audit role; nothing behind it can write.
package protocol AccountReader: Sendable {
    /// Requests a report and returns its progress.
    func prepareReport() async throws -> ReportProgress

    /// The current report; throws `ReportProblem` when it can't be used.
    func report() async throws -> CredentialReport

    /// A page of users without their keys; `marker` nil for the first.
    func users(after marker: String?) async throws -> UsersPage

    /// All keys of a user. Throws `AccountReaderError.noSuchUser` when there is no user of that name.
    func accessKeys(of userName: String) async throws -> [AccessKey]

    func lastUse(of key: AccessKeyID) async throws -> LastUse

    /// Who did what to keys of this account, and what uses them.
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

/// One page of users; `keys` of each is empty, because this call doesn't return them.
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
        case .unavailable(let why): "the credential report could not be obtained (\(why.clause))"
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

/// Finds who did something to keys of one account, and what used them, as far as AWS recorded it.
package protocol AuditTrail: Sendable {
    /// The result for each key of the question; a failure is an answer too. One question costs a few calls, however
    /// many keys it names.
    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup]

    /// The Region in which AWS records the calls to global services, such as IAM.
    var homeRegion: String { get }

    /// The newest calls in one Region that were signed with the key, at the cost of one call; nil if the look-up fails.
    func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]?
}

/// A question about keys of one account.
package struct KeyActivityQuestion: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Who created them within this time.
        case creation(during: ClosedRange<Date>)
        /// Who last activated them.
        case reactivation
    }

    package let kind: Kind
    package let keys: Set<AccessKeyID>

    package init(_ kind: Kind, of keys: Set<AccessKeyID>) {
        self.kind = kind
        self.keys = keys
    }
}

/// Why something could not be read, for readers who get no raw answers of AWS.
package enum FailureKind: String, CaseIterable, Hashable, Codable, Sendable {
    case notAllowed
    case throttled
    /// No answer, or none that can be understood.
    case noAnswer
    case tooSlow
    /// Left out by `--account`.
    case notAsked
    case other
}

/// An error that knows its kind.
package protocol ClassifiedFailure: Error {
    var failureKind: FailureKind { get }
}

extension FailureKind {
    package init(_ error: any Error) {
        self = (error as? any ClassifiedFailure)?.failureKind ?? .other
    }
}
