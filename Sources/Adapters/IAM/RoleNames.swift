import KeyPolicy

/// Where the roles are and what a session of theirs is called.
package struct RoleNames: Hashable, Sendable {
    package let audit: String
    package let enforce: String
    package let externalID: String?
    /// `aws`, `aws-cn`, …
    package let partition: String

    package init(audit: String, enforce: String, externalID: String?, partition: String) {
        self.audit = audit
        self.enforce = enforce
        self.externalID = externalID
        self.partition = partition
    }

    func arn(of role: String, in account: AccountID) -> String { "arn:\(partition):iam::\(account):role/\(role)" }

    /// Seen in CloudTrail beside everything the run does.
    func sessionName(_ run: RunID) -> String { "relevo-\(run)" }
}
