/// Where a key is, beyond doubt: names are reused and slots shift, so neither ever stands for a key.
package struct KeyAddress: Hashable, Codable, Sendable, Comparable {
    package let account: AccountID
    package let user: UserID
    package let key: AccessKeyID

    package init(account: AccountID, user: UserID, key: AccessKeyID) {
        self.account = account
        self.user = user
        self.key = key
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.account, left.user, left.key) < (right.account, right.user, right.key)
    }
}
