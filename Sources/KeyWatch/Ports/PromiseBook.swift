package import KeyPolicy

/// The days that were told and are not over, of all accounts at once, whether or not they were read today.
package protocol PromiseBook: Sendable {
    /// One for every key with a promise that is open, as ``OpenPromise/after(_:about:open:)`` folds the key's events; kept in
    /// the same write as those events. In no particular order.
    func openPromises() async throws -> [OpenPromise]
}
