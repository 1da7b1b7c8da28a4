/// Carries one request to Slack and its answer back.
package protocol SlackTransport: Sendable {
    /// - Throws: `SlackTransportError`; it must say `nothingSent` only when certain.
    func send(_ request: SlackRequest) async throws(SlackTransportError) -> SlackResponse
}
