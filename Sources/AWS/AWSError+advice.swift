extension AWSError {
    /// What the person who reads the error can do about it, in one sentence; nil where the message says it all.
    var advice: String? {
        switch kind {
        case .refused: refusalAdvice
        case .timeOut: "Check the network to there, and run again."
        case .connection: "Check the network to there, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again."
        // With an id of AWS's in it, it was AWS that answered.
        case .garbage: requestID == nil ? Self.stranger : "It may have been spoilt on the way; run again."
        case .tooLarge, .incomplete: "Run again; if it stays so, report it."
        case .ambiguous: "Read its state again before relying on either outcome."
        case .credentials, .configuration: nil
        }
    }

    private static let stranger =
        "Something may have answered in AWS's place: check AWS_ENDPOINT_URL and HTTPS_PROXY."

    private var refusalAdvice: String? {
        if isAccessDenied {
            guard let service, let operation else { return nil }
            return "Allow \(service.lowercased()):\(operation) to that principal."
        }
        if isClockSkew {
            let other = code == "RequestExpired" ? "; if it is right, renew the credentials" : ""
            return "Set this machine's clock\(other)."
        }
        if isInvalidCredentials { return credentialsAdvice }
        if isThrottling {
            // Nobody waits longer than a day, and a number that fits into nothing is no time at all.
            let when = retryAfter.map { 60...86_400 ~= $0 ? "in \(Int($0)) seconds, as it asks" : "later" } ?? "later"
            return "AWS is asked too much there, by Relevo or by others; run again \(when)."
        }
        if (300..<400).contains(status ?? 0) { return Self.stranger }
        return isRetryable ? "AWS has trouble there; run again later." : nil
    }

    private var credentialsAdvice: String? {
        let whose = refusedCredentials.map { "\($0.keyID) (\($0.origin))" } ?? "the credentials"
        if isExpiredCredentials {
            guard let refused = refusedCredentials, refused.areRenewed else { return "Renew \(whose) and run again." }
            return
                "Even \(refused.keyID), just had from \(refused.origin), is refused; see whether what comes from there "
                + "still lasts, or is revoked."
        }
        if Self.signatureCodes.contains(code) {
            return "Check the secret access key of \(whose)."
        }
        return "Check that \(whose) is there, active and of this partition, and that its session token is with it."
    }
}
