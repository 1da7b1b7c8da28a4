/// Sends one request once and brings back the whole answer.
///
/// Redirects are answers like any other: a signature is made for one host.
package protocol HTTPSender: Sendable {
    /// - Throws: ``WireFailure``, or `CancellationError`.
    func send(_ request: WireRequest) async throws -> WireAnswer
}
