/// An IAM user by its unique id (`AIDA…`), which no other user ever gets, whatever the names do.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
package struct UserID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (16...128).contains(rawValue.utf8.count), rawValue.isCapitalsAndDigits else { return nil }
        self.rawValue = rawValue
    }
}
