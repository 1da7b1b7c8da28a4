package import FoundationEssentials
package import KeyPolicy

/// Opens the only way to deactivate a key: a session limited to one user.
package protocol KeyDeactivator: Sendable {
    /// Throws when the account's enforce role can't be assumed.
    func session(for user: User, run: RunID) async throws -> any DeactivationSession
}

/// A session of some minutes, limited to one user's keys.
package protocol DeactivationSession: Sendable {
    /// The user as it is in IAM now: id, tags and keys, read with the same limited credentials.
    func user() async throws -> User

    /// When the key was last used, as shown in IAM now.
    func lastUse(of key: AccessKeyID) async throws -> LastUse
    /// Deactivates the permit's key. Only the gate can make a permit.
    ///
    /// Throws `DeactivationRefused` when the key is certainly unchanged; after any other error its status is unknown.
    ///
    /// - Parameter limit: on the wall clock; nothing is sent after it, because another run may hold the lease.
    func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws
}

/// AWS certainly refused: the key is unchanged. After any other failure it is unknown whether the key was deactivated.
package struct DeactivationRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Opens the only way to activate a key again: a separate port, which no run uses.
package protocol KeyRestorer: Sendable {
    /// Throws when the account's enforce role can't be assumed.
    func session(for user: User, run: RunID) async throws -> any RestoreSession
}

/// A session of some minutes, limited to one user's keys.
package protocol RestoreSession: Sendable {
    /// The user as it is in IAM now: id, tags and keys.
    func user() async throws -> User
    /// Activates the key. Throws `RestoreRefused` when it is certainly unchanged; after any other error its status is
    /// unknown.
    ///
    /// - Parameter limit: on the wire clock; nothing is sent after it, even if the call had to wait.
    func restore(_ key: AccessKeyID, before limit: Date) async throws
}

/// AWS certainly refused: the key is unchanged.
package struct RestoreRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
