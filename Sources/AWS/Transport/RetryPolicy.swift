/// Decides whether and when a failed attempt is retried. Pure.
///
/// It uses full jitter: a random part of a delay that doubles, so that callers that
/// failed together don't retry together.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
package struct RetryPolicy: Sendable, Equatable {
    /// The step after a failed attempt; delays are in seconds.
    package enum Step: Sendable, Equatable {
        case retry(after: Double)
        case giveUp
    }

    /// The number of attempts, including the first.
    package var maximumAttempts = 5
    /// The maximum of the first delay after throttling, in seconds.
    package var throttledBase = 1.0
    /// The maximum of the first delay after any other failure, in seconds.
    package var failedBase = 0.05
    /// The limit for these maximums, in seconds.
    package var longestDelay = 20.0
    /// The longest wait that a service may ask for, in seconds; beyond it the call fails.
    package var longestRetryAfter = 60.0

    package init(maximumAttempts: Int = 5) { self.maximumAttempts = maximumAttempts }

    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - random: from 0 up to 1.
    package func step(after error: AWSError, attempt: Int, random: Double) -> Step {
        guard error.isRetryable, attempt < maximumAttempts else { return .giveUp }
        var ceiling = error.isThrottling ? throttledBase : failedBase
        for _ in 1..<max(attempt, 1) where ceiling < longestDelay { ceiling *= 2 }
        let delay = min(ceiling, longestDelay) * random
        guard let asked = error.retryAfter else { return .retry(after: delay) }
        return asked > longestRetryAfter ? .giveUp : .retry(after: max(delay, asked))
    }
}
