/// No answer came.
package enum SlackTransportError: Error, Sendable, Equatable {
    /// The connection failed before a byte of the request was written.
    case nothingSent(String)
    /// The request was written, at least in part, and then the connection was lost or time was up.
    case answerLost(String)
}
