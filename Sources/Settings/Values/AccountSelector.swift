package import KeyPolicy

/// One account, or all accounts under an organizational unit.
package enum AccountSelector: Hashable, Sendable {
    case account(AccountID)
    /// `ou-…`, with everything below it.
    case unit(String)

    /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
    package init?(_ text: String) {
        if let account = AccountID(rawValue: text) {
            self = .account(account)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "ou", (4...32).contains(parts[1].utf8.count),
            (8...32).contains(parts[2].utf8.count),
            parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy(AllowedText.isSmallLetterOrDigit) })
        else { return nil }
        self = .unit(text)
    }
}
