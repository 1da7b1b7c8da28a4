package import KeyPolicy

/// Which accounts there are to watch.
package protocol AccountDirectory: Sendable {
    /// Throws when the list can't be had whole: half a list would call accounts gone.
    func accounts() async throws -> [Account]
}
