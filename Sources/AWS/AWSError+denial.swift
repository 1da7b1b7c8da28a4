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
