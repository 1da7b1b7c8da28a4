package import FoundationEssentials

/// Temporary credentials of a role, renewed before they end.
///
/// However many callers wait, one refresh is under way at a time; one that failed
/// is tried again by the next caller. The session policy is the same every time.
package actor AssumeRoleCredentials: CredentialsProvider {
    private let sts: STSClient
    private let request: STSClient.AssumeRoleRequest
    private let refreshBefore: Double
    private let now: @Sendable () -> Date
    private var current: AWSCredentials?
    private var refresh: Task<AWSCredentials, any Error>?

    /// - Parameters:
    ///   - sts: signs with the credentials that may assume the role.
    ///   - refreshBefore: how many seconds before their end they are renewed.
    ///   - now: the wire clock.
    package init(
        sts: STSClient, request: STSClient.AssumeRoleRequest, refreshBefore: Double = 300,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.sts = sts
        self.request = request
        self.refreshBefore = refreshBefore
        self.now = now
    }

    package func credentials() async throws -> AWSCredentials {
        if let current, remaining(current) > refreshBefore { return current }
        do {
            return try await refreshed()
        } catch {
            // Not renewed yet, but still good for this call.
            if let current, remaining(current) > 30 { return current }
            throw error
        }
    }

    private func refreshed() async throws -> AWSCredentials {
        if let refresh { return try await refresh.value }
        let task = Task {
            // Cleared inside the task, so that no waiter can meet a failure that is over.
            defer { refresh = nil }
            let role = try await sts.assumeRole(request)
            current = role.credentials
            return role.credentials
        }
        refresh = task
        return try await task.value
    }

    private func remaining(_ credentials: AWSCredentials) -> Double {
        credentials.expiration?.timeIntervalSince(now()) ?? 0
    }
}
