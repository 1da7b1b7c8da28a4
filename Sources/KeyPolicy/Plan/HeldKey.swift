/// A key that is old enough, or word that is due, and that is left alone for now, with the reason.
package struct HeldKey: Hashable, Sendable {
    package let account: Account
    package let user: User
    package let key: AccessKey
    package let ageDays: Int
    package let addressee: Addressee
    package let reason: HoldReason

    package init(
        account: Account, user: User, key: AccessKey, ageDays: Int, addressee: Addressee, reason: HoldReason
    ) {
        self.account = account
        self.user = user
        self.key = key
        self.ageDays = ageDays
        self.addressee = addressee
        self.reason = reason
    }

    package var address: KeyAddress { user.address(of: key.id) }
}
