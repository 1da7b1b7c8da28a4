import FoundationEssentials
import Logging

/// One call of an operation, encoded in the service's protocol.
struct AWSCall: Sendable {
    /// The protocol, which decides how errors are decoded.
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
    /// Whether an attempt without a response may have changed something.
    var changesState = false
    /// The time limit on the wire clock: after it, no attempt is sent.
    var notAfter: Date?
    /// Whether the scope's credentials sign it; a few calls exchange a token for credentials instead.
    var isSigned = true
    /// Secret values in the body, to redact if the service repeats them in an error.
    var secrets: [String] = []
}

extension AWSTransport {
    /// The progress of one call through its attempts.
    struct Progress {
        var attempt = 1
        /// Whether an earlier attempt may have changed something.
        var isUncertain = false
        var isResigned = false
        var isRenewed = false
    }

    /// Why one attempt failed, and what a retry may fix.
    struct Failure: Error {
        var error: AWSError
        var mayHaveArrived = false
        /// Whether AWS refused the clock, and the correction has changed since.
        var isCorrectable = false
        /// The credentials that signed it; nil if no response came.
        var credentials: AWSCredentials?
    }

    /// The step after a failed attempt.
    enum NextStep {
        /// Retries after that many seconds.
        case retry(after: Double)
        case fail(any Error)
    }
}

/// One attempt at one call, as reported to ``AWSTransport/Settings/onAttempt``.
package struct AWSAttempt: Sendable, Equatable {
    /// The service's name, e.g. `IAM`.
    package let service: String
    package let operation: String
    /// The label of the set of credentials used, e.g. an account id.
    package let scope: String
    /// 1 for the first attempt.
    package let attempt: Int
    /// Seconds from sending to the complete response, by the wire clock.
    package let duration: Double
    /// Nil if no response came.
    package let status: Int?
    package let requestID: String?
    /// Nil if the attempt succeeded.
    package let errorCode: String?
    /// Seconds until the next attempt; nil if there is none.
    package let retryIn: Double?
}

extension AWSAttempt {
    /// The metadata of a log line about this attempt.
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
