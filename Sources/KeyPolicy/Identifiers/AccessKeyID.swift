/// An IAM access key by its id (`AKIA…`).
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
package struct AccessKeyID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (16...128).contains(rawValue.utf8.count), rawValue.isCapitalsAndDigits else { return nil }
        self.rawValue = rawValue
    }

    /// The id as others may see it: `AKIA…WXYZ`.
    package var masked: String { "\(rawValue.prefix(4))…\(rawValue.suffix(4))" }
}
