package import FoundationEssentials

/// Keeps what a source gives, and asks it again before that ends.
///
/// However many callers wait, one refresh is under way at a time; one that failed
/// is tried again by the next caller, and until then the old ones serve while they last.
/// Credentials without an end are kept until they are refused.
package actor RefreshingCredentials {
    private let fetch: @Sendable () async throws -> AWSCredentials
    private let refreshBefore: Double
    private let now: @Sendable () -> Date
    private var current: AWSCredentials?
    private var refresh: Task<AWSCredentials, any Error>?
    private var askedAt = Date.distantPast

    /// The shortest time between two refreshes while the old credentials still serve: a source
    /// may hand out the same ones until minutes before their end.
    private static let pause = 15.0
    /// Credentials this close to their end, in seconds, may not survive the call.
    private static let margin = 30.0

    /// - Parameters:
    ///   - refreshBefore: how many seconds before their end they are renewed.
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
            // Not renewed yet, but still good for this call.
            if let current, remaining(current) > Self.margin { return current }
            throw error
        }
    }

    /// Fresh ones in place of ones that AWS refused as ended, whatever they say of their own end.
    ///
    /// Nil when the source hands out the same ones again.
    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        // Of many callers that were refused together one renews, and the others take what it got.
        if let current, current != refused { return try await credentials() }
        current = nil
        let fresh = try await refreshed()
        return fresh == refused ? nil : fresh
    }

    private func refreshed() async throws -> AWSCredentials {
        if let refresh { return try await refresh.value }
        askedAt = now()
        let task = Task {
            // Cleared inside the task, so that no waiter can meet a failure that is over.
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

/// Credentials of a source that is asked again whenever they end, or are refused as ended.
protocol RenewedCredentials: CredentialsProvider {
    var session: RefreshingCredentials { get }
}

extension RenewedCredentials {
    func credentials() async throws -> AWSCredentials { try await session.credentials() }

    func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        try await session.credentials(insteadOf: refused)
    }
}
