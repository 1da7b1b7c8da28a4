/// Starts a program for `credential_process`; whoever builds for a place without programs gives none.
package protocol ProcessRunner: Sendable {
    /// Runs the program without a shell and waits for its end, within bounds of time and size.
    ///
    /// - Parameter command: the program, looked up in `PATH`, and its arguments; never empty.
    /// - Throws: ``ProcessFailure``, or `CancellationError`.
    func run(_ command: [String]) async throws -> ProcessResult
}
