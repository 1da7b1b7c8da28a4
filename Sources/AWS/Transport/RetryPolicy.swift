/// Decides whether a failed attempt is followed by another, and when. Pure.
///
/// Full jitter: a random part of a delay that doubles, so that callers that
/// failed together don't come back together.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
package struct RetryPolicy: Sendable, Equatable {
    /// What to do after a failed attempt; delays in seconds.
    package enum Step: Sendable, Equatable {
        case retry(after: Double)
        case giveUp
    }

    /// Attempts in all, the first included.
    package var maximumAttempts = 5
    /// The ceiling of the first delay after throttling, in seconds.
    package var throttledBase = 1.0
    /// The ceiling of the first delay after any other failure, in seconds.
    package var failedBase = 0.05
    /// No ceiling grows beyond this many seconds.
    package var longestDelay = 20.0
    /// A service that asks for a longer wait than this many seconds is not waited for.
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
