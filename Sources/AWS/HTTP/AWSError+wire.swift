extension AWSError {
    /// - Parameter host: the host that was called, for the person who looks at the network.
    init(_ failure: WireFailure, host: String) {
        switch failure {
        case .timedOut(let sent):
            let what = sent ? "no whole answer came from \(host) in time" : "\(host) could not be reached in time"
            self.init(.timeOut, code: "TimeOut", message: what)
        case .connection(let reason, _):
            self.init(.connection, code: "Connection", message: "\(reason) (\(host))")
        case .tooLarge(let limit):
            let what = "the answer from \(host) is larger than \(limit / 1_048_576) MB"
            self.init(.tooLarge, code: "TooLarge", message: what)
        }
    }

    /// The same failure, where the call may have been carried out all the same; it must be told which call.
    var ambiguous: AWSError {
        AWSError(
            .ambiguous, code: "Ambiguous", message: "no answer says whether it was carried out; last came \(code)",
            status: status, requestID: requestID)
    }
}

extension WireFailure {
    /// Whether the service may have received the request.
    var mayHaveArrived: Bool {
        switch self {
        case .timedOut(let sent), .connection(_, let sent): sent
        case .tooLarge: true
        }
    }
}
