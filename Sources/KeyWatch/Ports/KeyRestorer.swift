package import FoundationEssentials
package import KeyPolicy

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
