import Logging

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
