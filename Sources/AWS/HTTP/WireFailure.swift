/// Why no whole answer came.
package enum WireFailure: Error, Sendable, Equatable {
    /// Nothing, or not everything, arrived in time. `sent`: the service may have received the request.
    case timedOut(sent: Bool)
    /// The connection could not be made or broke; `reason` is a fixed phrase, never text from outside.
    case connection(reason: String, sent: Bool)
    /// The answer was larger than so many bytes.
    case tooLarge(limit: Int)
}
