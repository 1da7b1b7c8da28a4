import KeyPolicy

/// Readers for ARNs of IAM users.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
extension Setting {
    /// A pattern over users' ARNs.
    func arnPattern(_ problems: inout Problems) -> ARNPattern? {
        guard let text = text(&problems) else { return nil }
        let example = "arn:aws:iam::*:user/break-glass/*"
        guard Self.isUserARN(text, allowsWildcards: true) else {
            refuse("must be a pattern over the ARNs of IAM users, such as \(example)\(butIs).", &problems)
            return nil
        }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if parts[4].allSatisfy({ $0 == "*" }), parts[5].dropFirst("user/".count).allSatisfy({ $0 == "*" }) {
            refuse("protects every user of every account; to deactivate nothing, use mode: notify.", &problems)
            return nil
        }
        if let variable = Self.variable(in: text) {
            refuse(
                "contains \(variable); the only variables allowed are ${*}, ${?} and ${$}, which stand for those "
                    + "characters.",
                &problems)
            return nil
        }
        return ARNPattern(text)
    }

    /// A user by ARN or unique id: names alone are reused.
    func exemptUser(_ problems: inout Problems) -> String? {
        guard let text = text(&problems) else { return nil }
        if text.hasPrefix("AIDA"), UserID(rawValue: text) != nil { return text }
        if Self.isUserARN(text, allowsWildcards: false) { return text }
        let hint =
            text.contains("*") || text.contains("?")
            ? "; patterns belong in policy.protected, and a user with such a path is named by its unique id" : ""
        refuse(
            "must be a user's ARN, such as arn:aws:iam::111111111111:user/ci, or its unique id (AIDA…)\(butIs)\(hint).",
            &problems)
        return nil
    }

    func exemptKey(_ problems: inout Problems) -> AccessKeyID? {
        guard let text = text(&problems) else { return nil }
        if text.hasPrefix("AKIA"), let key = AccessKeyID(rawValue: text) { return key }
        refuse("must be an access key id (AKIA…)\(butIs).", &problems)
        return nil
    }

    /// The first `${…}` that isn't an escape for `*`, `?` or `$`.
    private static func variable(in text: String) -> String? {
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            let end = rest[start.upperBound...].firstIndex(of: "}").map { rest.index(after: $0) } ?? rest.endIndex
            let found = rest[start.lowerBound..<end]
            if !["${*}", "${?}", "${$}"].contains(found) { return String(found) }
            rest = rest[end...]
        }
        return nil
    }

    private static func isUserARN(_ text: String, allowsWildcards: Bool) -> Bool {
        func fits(_ byte: UInt8, _ isRight: (UInt8) -> Bool) -> Bool {
            isRight(byte) || (allowsWildcards && (byte == 0x2A || byte == 0x3F))
        }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, text.utf8.count <= 1_024, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty,
            !parts[1].isEmpty, parts[1].utf8.allSatisfy({ fits($0) { AllowedText.isLetterOrDigit($0) || $0 == 0x2D } }),
            !parts[4].isEmpty, parts[4].utf8.allSatisfy({ fits($0, AllowedText.isDigit) }),
            parts[4].utf8.count == 12 || (allowsWildcards && parts[4].contains("*")),
            parts[5].hasPrefix("user/"), parts[5].utf8.count > "user/".utf8.count
        else { return false }
        // Paths may contain any visible ASCII character:
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
        return parts[5].utf8.allSatisfy { (0x21...0x7E).contains($0) && fits($0) { $0 != 0x2A && $0 != 0x3F } }
    }
}
