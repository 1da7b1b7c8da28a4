/// Somebody's wish that the work end: asked at each point where it can, between two keys, two messages or two accounts, and
/// never between an intent and its result.
package struct EndRequest: Sendable {
    package let isMade: @Sendable () -> Bool
    /// Returns once it is made; throws when its task is cancelled first.
    package let made: @Sendable () async throws -> Void

    package init(isMade: @escaping @Sendable () -> Bool, made: @escaping @Sendable () async throws -> Void) {
        self.isMade = isMade
        self.made = made
    }

    /// Throws `Interruption` once it is made.
    package func check() throws { if isMade() { throw Interruption() } }
}

/// Ended where it was asked to, before it told or changed anything by itself.
package struct Interruption: Error, Hashable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "Interrupted. Whatever was begun was finished and recorded, and nothing new was done. Run it again when you like."
    }

    /// Why an action was not carried out any more.
    package static let skipped = "The run was interrupted before it came to this; the next run decides afresh."
}
