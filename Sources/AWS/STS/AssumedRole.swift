/// A session of a role.
package struct AssumedRole: Sendable, Equatable {
    package let credentials: AWSCredentials
    /// `arn:aws:sts::…:assumed-role/NAME/SESSION`.
    package let arn: String
    /// `AROA…:SESSION`.
    package let id: String

    package init(credentials: AWSCredentials, arn: String, id: String) {
        self.credentials = credentials
        self.arn = arn
        self.id = id
    }
}
