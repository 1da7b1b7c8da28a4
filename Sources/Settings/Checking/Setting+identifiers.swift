import KeyPolicy

/// Readers for AWS's identifiers.
extension Setting {
    func account(_ problems: inout Problems) -> AccountID? {
        if isUnquotedNumber {
            refuse("must be an account id in quotes\(butIs): a number may lose its leading zeros.", &problems)
            return nil
        }
        guard let text = text(&problems) else { return nil }
        if let account = AccountID(rawValue: text) { return account }
        refuse("must be an account id of twelve digits\(butIs)\(lostZeros(text)).", &problems)
        return nil
    }

    func accountSelector(_ problems: inout Problems) -> AccountSelector? {
        if isUnquotedNumber { return account(&problems).map(AccountSelector.account) }
        guard let text = text(&problems) else { return nil }
        if let selector = AccountSelector(text) { return selector }
        refuse(
            "must be an account id of twelve digits or an organizational unit such as ou-abcd-12345678"
                + "\(butIs)\(lostZeros(text)).", &problems)
        return nil
    }

    /// An IAM role by name, with its path if it has one.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
    func role(_ problems: inout Problems) -> String? {
        guard let text = text(&problems) else { return nil }
        if text.hasPrefix("arn:") {
            refuse("must be the role's name, the same in every account, not an ARN\(butIs).", &problems)
            return nil
        }
        let steps = text.split(separator: "/", omittingEmptySubsequences: false)
        if text.utf8.allSatisfy(AllowedText.isIAMName), !steps.contains(""), text.utf8.count <= 512,
            steps.last?.utf8.count ?? 0 <= 64
        {
            return text
        }
        refuse("must be the name of an IAM role, such as RelevoAudit or security/RelevoAudit\(butIs).", &problems)
        return nil
    }

    /// A limit on deactivations, at least 1.
    func brake(_ problems: inout Problems) -> Int? {
        let isZero = node.value == .scalar("0", .number)
        return integer(
            in: 1...100_000, hint: isZero ? "; to deactivate nothing, use mode: notify" : "", &problems)
    }

    private var isUnquotedNumber: Bool {
        if case .scalar(_, .number) = node.value { true } else { false }
    }

    private func lostZeros(_ text: String) -> String {
        let isShort = (9...11).contains(text.utf8.count) && text.utf8.allSatisfy(AllowedText.isDigit)
        return isShort ? "; perhaps its leading zeros were lost" : ""
    }
}

/// The bytes that AWS allows in the names that a configuration contains.
enum AllowedText {
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isSmallLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// `[\w+=,.@/-]`: names of IAM users and roles with their path.
    static func isIAMName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_+=,.@/-".utf8.contains(byte) }

    /// `[\w+=,.@:/-]`, of 2 to 1,224 characters.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static func isExternalID(_ byte: UInt8) -> Bool { isIAMName(byte) || byte == 0x3A }

    static func isNameOrARN(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_+=.@:/-".utf8.contains(byte) }

    static func isTableName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_.-".utf8.contains(byte) }
}
