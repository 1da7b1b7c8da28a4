extension AWSError {
    /// What the reader can do about the error, in one sentence; nil where the message already says it.
    var advice: String? {
        switch kind {
        case .refused: refusalAdvice
        case .timeOut: "Check the network to that host and run again."
        case .connection: "Check the network to that host, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again."
        // A response with a request id came from AWS.
        case .malformedResponse:
            requestID == nil ? Self.notFromAWS : "It may have been damaged in transit; run again."
        case .tooLarge, .incomplete: "Run again; if the error persists, report it."
        case .ambiguous: "Read the current state again before you rely on either outcome."
        case .credentials, .configuration: nil
        }
    }

    private static let notFromAWS =
        "The response may not come from AWS: check AWS_ENDPOINT_URL and HTTPS_PROXY."

    private var refusalAdvice: String? {
        if isAccessDenied {
            guard let service, let operation else { return nil }
            return "Allow \(service.lowercased()):\(operation) for that principal."
        }
        if isClockSkew {
            let other = code == "RequestExpired" ? "; if it is correct, renew the credentials" : ""
            return "Set this machine's clock\(other)."
        }
        if isInvalidCredentials { return credentialsAdvice }
        if isThrottling {
            // A time of more than a day is no help, and may not fit an integer.
            let when = retryAfter.map { 60...86_400 ~= $0 ? "in \(Int($0)) seconds, as AWS asks" : "later" } ?? "later"
            return "Relevo or others make too many requests there; run again \(when)."
        }
        if (300..<400).contains(status ?? 0) { return Self.notFromAWS }
        return isRetryable ? "AWS has a problem there; run again later." : nil
    }

    private var credentialsAdvice: String? {
        let whose = refusedCredentials.map { "\($0.keyID) (\($0.origin))" } ?? "the credentials"
        if isExpiredCredentials {
            guard let refused = refusedCredentials, refused.areRenewed else { return "Renew \(whose) and run again." }
            return
                "\(refused.keyID) was just renewed from \(refused.origin) and is refused too; check whether the "
                + "session of that source has expired or was revoked."
        }
        if Self.signatureCodes.contains(code) {
            return "Check the secret access key of \(whose)."
        }
        let key = refusedCredentials == nil ? "the key" : whose
        return
            "Check that \(key) exists and is active, belongs to this partition, and comes with its session token."
    }
}
