extension AWSError {
    /// The credentials that AWS did not take, as far as they may be shown.
    package struct RefusedCredentials: Sendable, Equatable {
        /// `AKIA…WXYZ`
        package let keyID: String
        /// Where they came from: `environment`, `role arn:aws:iam::…`.
        package let origin: String
        /// Whether their source had just been asked for new ones.
        package let areRenewed: Bool

        package init(keyID: String, origin: String, areRenewed: Bool) {
            self.keyID = keyID
            self.origin = origin
            self.areRenewed = areRenewed
        }
    }
}
