package import FoundationEssentials

/// An access key id and its secret, with a session token if they are temporary.
///
/// Printed, dumped or interpolated, it shows only the ends of the key id.
package struct AWSCredentials: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let accessKeyID: String
    /// *Secret.*
    package let secretAccessKey: String
    /// *Secret.* Present for temporary credentials.
    package let sessionToken: String?
    /// When temporary credentials expire; nil for long-term ones.
    package let expiration: Date?

    /// White space around the values is dropped, since files and variables often end in a newline.
    ///
    /// - Throws: if a value is empty or contains a character that is not valid in a header.
    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil
    ) throws(AWSError) {
        self.accessKeyID = try Self.checked(accessKeyID, "access key id")
        self.secretAccessKey = try Self.checked(secretAccessKey, "secret access key")
        let token = sessionToken.map { $0.trimmed }
        self.sessionToken = token?.isEmpty == false ? try Self.checked(token ?? "", "session token") : nil
        self.expiration = expiration
    }

    package var description: String { "AWSCredentials(\(shownKeyID))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": shownKeyID]) }

    /// The key id as it may be shown in logs: `AKIA…WXYZ`.
    package var shownKeyID: String {
        accessKeyID.count >= 12 ? "\(accessKeyID.prefix(4))…\(accessKeyID.suffix(4))" : "…"
    }

    /// The values that must never be shown.
    var secrets: [String] { [secretAccessKey, sessionToken].compactMap { $0 } }

    private static func checked(_ value: String, _ name: String) throws(AWSError) -> String {
        let trimmed = value.trimmed
        guard !trimmed.isEmpty else { throw .credentials("The AWS \(name) is empty.") }
        guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .credentials("The AWS \(name) contains a character that is not valid there; copy it again.")
        }
        return trimmed
    }
}
