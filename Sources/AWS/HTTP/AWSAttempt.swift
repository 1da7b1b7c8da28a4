/// One attempt at one call, as reported to whoever counts calls or shows progress.
package struct AWSAttempt: Sendable, Equatable {
    /// The service's name, e.g. `IAM`.
    package let service: String
    package let operation: String
    /// The label of the set of credentials used, e.g. an account id.
    package let scope: String
    /// 1 for the first attempt.
    package let attempt: Int
    /// Seconds from sending to the whole answer, by the wire clock.
    package let duration: Double
    /// Nil when no answer came.
    package let status: Int?
    package let requestID: String?
    /// Nil when the attempt succeeded.
    package let errorCode: String?
    /// Seconds until the next attempt; nil when there is none.
    package let retryIn: Double?
}
