extension AWSError {
    /// Codes that mean "slower, please", as the SDKs' standard retry mode lists them.
    ///
    /// IAM's `LimitExceeded` is not one: it is a quota, and asking again changes nothing.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]

    private static let transientCodes: Set<String> = [
        "ConcurrentModification", "EntityTemporarilyUnmodifiable", "IDPCommunicationError", "InternalError",
        "InternalFailure", "InvalidIdentityToken",
        "RequestTimeout", "RequestTimeoutException", "ServiceFailure", "ServiceUnavailable",
    ]

    private static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

    /// Whether the service asked to be called less often.
    package var isThrottling: Bool {
        kind == .refused && (Self.throttlingCodes.contains(code) || status == 429)
    }

    /// Whether the same call may succeed if made again.
    package var isRetryable: Bool {
        switch kind {
        case .timeOut, .connection, .ambiguous: true
        case .refused:
            isThrottling || Self.transientCodes.contains(code) || Self.transientStatuses.contains(status ?? 0)
        case .garbage, .tooLarge, .incomplete, .credentials, .configuration: false
        }
    }

    /// Whether the credentials are good but not allowed to do this.
    package var isAccessDenied: Bool {
        ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"].contains(code)
    }

    /// Whether the temporary credentials have run out.
    package var isExpiredCredentials: Bool {
        ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
    }

    /// Whether other credentials of the same source may be taken where these were not.
    ///
    /// Some services say `RequestExpired` of a session that has ended, others of a clock that is wrong.
    var mayBeMendedByRenewal: Bool { isExpiredCredentials || code == "RequestExpired" }

    /// Whether AWS does not know, or no longer accepts, the credentials.
    package var isInvalidCredentials: Bool {
        isExpiredCredentials
            || [
                "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
            ].contains(code)
            || Self.signatureCodes.contains(code)
    }

    /// Whether the thing asked about does not exist.
    package var isNotFound: Bool { code == "NoSuchEntity" || code == "NoSuchEntityException" }

    /// Of a signature that AWS can't accept: first what services with XML say, then those with JSON.
    static let signatureCodes: Set<String> = [
        "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSignatureException", "IncompleteSignatureException",
    ]

    /// Whether AWS found this machine's clock too far from its own.
    package var isClockSkew: Bool {
        ["RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"].contains(code)
            || (Self.signatureCodes.contains(code)
                && ["Signature expired", "Signature not yet current"].contains(where: message.hasPrefix))
    }
}

extension AWSError {
    /// The code of an answer that gives none that can be read.
    static func code(of status: Int) -> String { "HTTP\(status)" }

    /// Whether AWS itself said no: a status from 400 to 499 with a code that can be read.
    ///
    /// Only that is certain. A 5xx may come after the call was carried out, and so may anything that was not written by the
    /// service: a proxy's page, a redirect, an answer that was cut short.
    package var isDefiniteNo: Bool {
        guard kind == .refused, let status, (400..<500).contains(status) else { return false }
        return code != Self.code(of: status)
    }
}

extension AWSError {
    /// The kind of policy that stands in the way, as far as the refusal says.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
    package enum Denier: String, Sendable, CaseIterable {
        case serviceControlPolicy = "service control policy"
        case resourceControlPolicy = "resource control policy"
        case permissionsBoundary = "permissions boundary"
        case sessionPolicy = "session policy"
        case identityPolicy = "identity-based policy"
    }

    /// Which policy denied the call or did not allow it; nil when it was no refusal, or an older one that doesn't tell.
    package var denier: Denier? {
        guard isAccessDenied else { return nil }
        let text = message.lowercased()
        return Denier.allCases.first { text.contains($0.rawValue) }
    }

    /// Whether a policy denies it in so many words, rather than nothing allowing it.
    package var isExplicitDeny: Bool { isAccessDenied && message.lowercased().contains("explicit deny") }
}
