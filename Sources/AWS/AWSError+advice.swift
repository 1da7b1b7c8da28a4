extension AWSError {
    /// What the person who reads the error can do about it, in one sentence; nil where the message says it all.
    var advice: String? {
        switch kind {
        case .refused: refusalAdvice
        case .timeOut: "Check the network to there, and run again."
        case .connection: "Check the network to there, HTTPS_PROXY and AWS_ENDPOINT_URL, and run again."
        case .garbage: Self.stranger
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
        if isClockSkew { return "Set this machine's clock." }
        if isInvalidCredentials { return credentialsAdvice }
        if isThrottling { return "AWS is called too often there, by whomever; run again later." }
        if (300..<400).contains(status ?? 0) { return Self.stranger }
        return isRetryable ? "AWS has trouble there; run again later." : nil
    }

    private var credentialsAdvice: String? {
        let whose = refusedCredentials.map { "\($0.keyID) (\($0.origin))" } ?? "the credentials"
        if isExpiredCredentials {
            guard let refused = refusedCredentials, refused.areRenewed else { return "Renew \(whose) and run again." }
            return
                "\(refused.keyID) had just been renewed; see why \(refused.origin) gives credentials that have ended."
        }
        if code == "SignatureDoesNotMatch" || code == "IncompleteSignature" {
            return "Check the secret access key of \(whose)."
        }
        return
            "Check that the key of \(whose) is there, active and of this partition, and that its session token is with it."
    }
}
