import KeyPolicy

/// What `relevo init` was told: all that its files are made of.
struct SetupAnswers: Hashable, Sendable {
    enum Accounts: Hashable, Sendable {
        case organization
        case list([Account])
    }

    var accounts: Accounts
    /// The account that Relevo runs in.
    var hubAccount: AccountID
    /// Who may assume the roles; by default whoever the hub account allows.
    var hubPrincipal: String
    var externalID: String
    var channel: SlackChannelID
    /// Paths of users who are never touched, such as `/break-glass/`.
    var protectedPaths: [String]
    var mode: Mode
    /// About how many active access keys there are, for the limit that is proposed.
    var keys: Int
    /// As it stands in ARNs: `aws`, `aws-cn`, …
    var partition: String

    /// Patterns over the ARNs of users who are never touched, in every account.
    var protectedARNs: [String] { protectedPaths.map { "arn:\(partition):iam::*:user\($0)*" } }

    /// The limit on deactivations that keeps up with so many keys, also if all of them are old: 10 at the least.
    var maxDeactivations: Int {
        max(
            Policy().maxDeactivations,
            DeactivationPace.limit(for: keys, deactivateAt: Policy().deactivateAt, WorkDays(Policy())))
    }

    static func root(of account: AccountID, partition: String) -> String { "arn:\(partition):iam::\(account):root" }
}
