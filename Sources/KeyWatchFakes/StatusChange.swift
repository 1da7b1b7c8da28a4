package import FoundationEssentials
package import KeyPolicy

/// A key's status changing in the fake estate, with the user as it was at that instant.
package struct StatusChange: Hashable, Sendable {
    package let user: User
    package let key: AccessKeyID
    package let createdAt: Date
    package let isActive: Bool
    /// By the clock of the machine that Relevo runs on.
    package let at: Date
    /// By AWS's.
    package let trueAt: Date
    /// False when somebody else did it.
    package let byRelevo: Bool

    package var address: KeyAddress { user.address(of: key) }
}
