extension AWSError {
    /// Codes of throttling errors, as the SDKs' standard retry mode lists them.
    ///
    /// IAM's `LimitExceeded` is not one: it is a quota, and a retry changes nothing.
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]

    private static let transientCodes: Set<String> = [
        "ConcurrentModification", "EntityTemporarilyUnmodifiable", "IDPCommunicationError", "InternalError",
        "InternalFailure", "InternalServerError", "InvalidIdentityToken",
        "RequestTimeout", "RequestTimeoutException", "ServiceFailure", "ServiceUnavailable",
        "TransactionConflictException",
    ]

    /// Reasons for which DynamoDB cancels a transaction that may succeed later.
    private static let throttlingReasons: Set<String> = ["ThrottlingError", "ProvisionedThroughputExceeded"]
    private static let conflict = "TransactionConflict"

    private static let transientStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

    /// Whether the service throttled the call.
    package var isThrottling: Bool {
        kind == .refused
            && (Self.throttlingCodes.contains(code) || status == 429
                || (isRetryableTransaction && !Self.throttlingReasons.isDisjoint(with: reasons)))
    }

    /// Whether a DynamoDB transaction was canceled for reasons that pass: a throttled table, or another write of the
    /// same item at the same moment.
    private var isRetryableTransaction: Bool {
        let reasons = Set(reasons).subtracting(["None"])
        return !reasons.isEmpty && reasons.isSubset(of: Self.throttlingReasons.union([Self.conflict]))
    }

    /// Whether a retry of the same call may succeed.
    package var isRetryable: Bool {
        switch kind {
        case .timeOut, .connection, .ambiguous: true
        case .refused:
            isThrottling || isRetryableTransaction || Self.transientCodes.contains(code)
                || Self.transientStatuses.contains(status ?? 0)
        case .malformedResponse, .tooLarge, .incomplete, .credentials, .configuration: false
        }
    }

    /// Whether the credentials are valid but not allowed to make the call.
    package var isAccessDenied: Bool {
        ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"].contains(code)
    }

    /// Whether the temporary credentials have expired.
    package var isExpiredCredentials: Bool {
        ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
    }

    /// Whether renewed credentials of the same source may be accepted.
    ///
    /// Some services return `RequestExpired` for an expired session, others for a wrong clock.
    var mayBeFixedByRenewal: Bool { isExpiredCredentials || code == "RequestExpired" }

    /// Whether AWS doesn't know the credentials, or no longer accepts them.
    package var isInvalidCredentials: Bool {
        isExpiredCredentials
            || [
                "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
            ].contains(code)
            || Self.signatureCodes.contains(code)
    }

    /// Whether the resource does not exist.
    package var isNotFound: Bool { code == "NoSuchEntity" || code == "NoSuchEntityException" }

    /// Codes for a signature that AWS can't accept: first those of XML services, then those of JSON services.
    static let signatureCodes: Set<String> = [
        "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSignatureException", "IncompleteSignatureException",
    ]

    /// Whether AWS found that this machine's clock differs too much from its own.
    package var isClockSkew: Bool {
        ["RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"].contains(code)
            || (Self.signatureCodes.contains(code)
                && ["Signature expired", "Signature not yet current"].contains(where: message.hasPrefix))
    }
}

extension AWSError {
    /// The code of a response without a readable one.
    static func code(of status: Int) -> String { "HTTP\(status)" }

    /// Whether AWS itself refused the call: a status from 400 to 499 with a readable code.
    ///
    /// Only that is certain. A 5xx may come after AWS carried out the call, and so may anything that the service didn't
    /// write: a proxy's page, a redirect, a truncated response.
    package var isDefiniteNo: Bool {
        guard kind == .refused, let status, (400..<500).contains(status) else { return false }
        return code != Self.code(of: status)
    }
}

extension AWSError {
    /// The type of policy that denied a call, as far as the error says.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
    package enum PolicyType: String, Sendable, CaseIterable {
        case serviceControlPolicy = "service control policy"
        case resourceControlPolicy = "resource control policy"
        case permissionsBoundary = "permissions boundary"
        case sessionPolicy = "session policy"
        case identityPolicy = "identity-based policy"
    }

    /// The type of policy that denied the call or did not allow it; nil if AWS didn't deny the call, or doesn't say.
    package var denyingPolicyType: PolicyType? {
        guard isAccessDenied else { return nil }
        let text = message.lowercased()
        return PolicyType.allCases.first { text.contains($0.rawValue) }
    }

    /// Whether a policy explicitly denies the call; otherwise no policy allows it.
    package var isExplicitDeny: Bool { isAccessDenied && message.lowercased().contains("explicit deny") }
}
