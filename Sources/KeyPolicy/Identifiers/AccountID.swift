/// An AWS account, by its twelve digits.
package struct AccountID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard rawValue.utf8.count == 12, rawValue.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.rawValue = rawValue
    }
}
