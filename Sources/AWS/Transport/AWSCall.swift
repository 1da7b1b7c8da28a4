import FoundationEssentials
import Logging

/// One call: what is asked of which service, in the service's own protocol.
struct AWSCall: Sendable {
    /// How errors are read.
    enum Wire: Sendable {
        case query
        case json
    }

    var service: AWSService
    var operation: String
    var wire: Wire
    var contentType: String
    var target: String?
    var body: [UInt8]
    /// Whether an attempt without an answer may have changed something.
    var changesState = false
    /// On the wire clock: from then on no attempt is sent any more.
    var notAfter: Date?
    /// Whether it is signed with the scope's credentials; a few calls exchange something else for credentials.
    var isSigned = true
    /// Values in the body that must not be shown, should the service repeat them in an error.
    var secrets: [String] = []
}

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

/// One attempt at one call, as reported to whoever counts calls or shows progress.
package struct AWSAttempt: Sendable, Equatable {
    /// The service's name, e.g. `IAM`.
    package let service: String
    package let operation: String
    /// The label of the set of credentials used, e.g. an account id.
    package let scope: String
    /// 1 for the first attempt.
    package let attempt: Int
    /// Seconds from sending to the whole answer, by the wire clock.
    package let duration: Double
    /// Nil when no answer came.
    package let status: Int?
    package let requestID: String?
    /// Nil when the attempt succeeded.
    package let errorCode: String?
    /// Seconds until the next attempt; nil when there is none.
    package let retryIn: Double?
}

extension AWSAttempt {
    /// What a log line about this attempt says.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "aws.service": "\(service)", "aws.operation": "\(operation)", "aws.scope": "\(scope)",
            "aws.attempt": "\(attempt)", "aws.duration": "\(duration)",
        ]
        if let status { metadata["aws.status"] = "\(status)" }
        if let requestID { metadata["aws.request-id"] = "\(requestID)" }
        if let errorCode { metadata["aws.error"] = "\(errorCode)" }
        if let retryIn { metadata["aws.retry-in"] = "\(retryIn)" }
        return metadata
    }
}
