extension AWSTransport {
    /// What one call has been through so far.
    struct Course {
        var attempt = 1
        /// Whether an attempt may have changed something.
        var isUncertain = false
        var isResigned = false
        var isRenewed = false
    }

    /// Why one attempt failed, and what may be done about it.
    struct Failure: Error {
        var error: AWSError
        var mayHaveArrived = false
        /// Whether the clock was what AWS refused, and is corrected by now.
        var isCorrectable = false
        /// What was signed with; nil where no answer came.
        var credentials: AWSCredentials?
    }

    /// What follows a failed attempt.
    enum Next {
        /// After so many seconds.
        case again(after: Double)
        case end(any Error)
    }
}
