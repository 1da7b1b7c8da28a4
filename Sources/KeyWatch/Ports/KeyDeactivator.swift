package import FoundationEssentials
package import KeyPolicy

/// Opens the only way to switch a key off: a session that can touch one user and nothing else.
package protocol KeyDeactivator: Sendable {
    /// Throws when the account's enforce role can't be assumed.
    func session(for user: User, run: RunID) async throws -> any DeactivationSession
}

/// A few minutes of power over exactly one user's keys.
package protocol DeactivationSession: Sendable {
    /// The user as IAM has it now: id, tags and keys, read under the same narrowed credentials.
    func user() async throws -> User

    /// When the key was last used, as IAM has it now.
    func lastUse(of key: AccessKeyID) async throws -> LastUse
    /// Deactivates the permit's key. A permit can be had from the gate alone.
    ///
    /// Throws `DeactivationRefused` when the key is surely as it was; after any other error nobody knows.
    ///
    /// - Parameter limit: on the wall clock; nothing is sent from then on, as the lease may be another run's.
    func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws
}

/// AWS said no for certain: the key is as it was. Any other failure leaves open whether the key was switched off.
package struct DeactivationRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Opens the only way to switch a key on again: a door of its own, which no run goes through.
package protocol KeyRestorer: Sendable {
    /// Throws when the account's enforce role can't be assumed.
    func session(for user: User, run: RunID) async throws -> any RestoreSession
}

/// A few minutes of power over exactly one user's keys.
package protocol RestoreSession: Sendable {
    /// The user as IAM has it now: id, tags and keys.
    func user() async throws -> User
    /// Switches the key on. Throws `RestoreRefused` when it is surely as it was; after any other error nobody knows.
    ///
    /// - Parameter limit: on the wire clock; from then on nothing is sent, whatever kept the call waiting.
    func restore(_ key: AccessKeyID, before limit: Date) async throws
}

/// AWS said no for certain: the key is as it was.
package struct RestoreRefused: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
