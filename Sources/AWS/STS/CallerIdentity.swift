/// Whose credentials they are.
package struct CallerIdentity: Sendable, Equatable {
    /// Twelve digits.
    package let account: String
    package let arn: String
    /// `AIDA…` for a user, `AROA…:session` for a role's session.
    package let userID: String

    package init(account: String, arn: String, userID: String) {
        self.account = account
        self.arn = arn
        self.userID = userID
    }
}
