package import FoundationEssentials

/// Keeps the credentials of a source, and renews them before they expire.
///
/// There is one refresh at a time, however many callers wait. After a failed refresh the
/// next caller tries again, and the old credentials stay in use until they expire.
/// Credentials without an expiration are kept until AWS refuses them.
package actor RefreshingCredentials {
    private let fetch: @Sendable () async throws -> AWSCredentials
    private let refreshBefore: Double
    private let now: @Sendable () -> Date
    private var current: AWSCredentials?
    private var refresh: Task<AWSCredentials, any Error>?
    private var askedAt = Date.distantPast

    /// The minimum time between two refreshes while the old credentials are still valid: a source
    /// may return the same ones until minutes before they expire.
    private static let pause = 15.0
    /// Credentials that expire within this many seconds may expire during the call.
    private static let margin = 30.0

    /// - Parameters:
    ///   - refreshBefore: how many seconds before their expiration they are renewed.
    ///   - now: the wire clock.
    ///   - fetch: asks the source.
    package init(
        refreshBefore: Double = 300, now: @escaping @Sendable () -> Date,
        fetch: @escaping @Sendable () async throws -> AWSCredentials
    ) {
        self.refreshBefore = refreshBefore
        self.now = now
        self.fetch = fetch
    }

    package func credentials() async throws -> AWSCredentials {
        if let current, remaining(current) > refreshBefore || isTooSoon(for: current) { return current }
        do {
            return try await refreshed()
        } catch {
            // Not renewed yet, but still valid for this call.
            if let current, remaining(current) > Self.margin { return current }
            throw error
        }
    }

    /// New credentials in place of ones that AWS refused as expired, whatever their own expiration is.
    ///
    /// Nil if the source returns the same ones again.
    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        // Of many callers that are refused together, one renews; the others use the result.
        if let current, current != refused { return try await credentials() }
        current = nil
        let fresh = try await refreshed()
        return fresh == refused ? nil : fresh
    }

    private func refreshed() async throws -> AWSCredentials {
        if let refresh { return try await refresh.value }
        askedAt = now()
        let task = Task {
            // Cleared inside the task, so that no later caller gets the error of an earlier refresh.
            defer { refresh = nil }
            let fresh = try await fetch()
            current = fresh
            return fresh
        }
        refresh = task
        return try await task.value
    }

    private func isTooSoon(for credentials: AWSCredentials) -> Bool {
        refresh == nil && remaining(credentials) > Self.margin
            && (0..<Self.pause).contains(now().timeIntervalSince(askedAt))
    }

    private func remaining(_ credentials: AWSCredentials) -> Double {
        credentials.expiration?.timeIntervalSince(now()) ?? .infinity
    }
}

/// Credentials that are renewed when they expire, or when AWS refuses them as expired.
protocol RefreshableCredentials: CredentialsProvider {
    var session: RefreshingCredentials { get }
}

extension RefreshableCredentials {
    func credentials() async throws -> AWSCredentials { try await session.credentials() }

    func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        try await session.credentials(insteadOf: refused)
    }
}
