package import FoundationEssentials
package import Logging
package import Redaction

extension AWSTransport {
    /// What all scopes share. Time, waiting and chance come from outside, so that tests need none of them.
    package struct Settings: Sendable {
        package var endpoints: AWSEndpoints
        package var retries = RetryPolicy()
        package var userAgent = "aws-client"
        /// The wire clock: it signs, and is held against AWS's.
        package var now: @Sendable () -> Date = { Date() }
        package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// From 0 up to 1, for the jitter of retries.
        package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
        /// What no error, report or log may repeat: filled by whatever sends a secret, shared with all that read answers.
        package var secrets = SecretsInUse()
        /// Told of every attempt, successful or not, once it is over.
        package var onAttempt: @Sendable (AWSAttempt) -> Void = { _ in }
        /// Told of the clock of every answer that has a `Date` header.
        package var onClock: @Sendable (ClockReading) -> Void = { _ in }
        /// Writes at debug and trace: names, counts, statuses; never a body, a header or a secret.
        package var logger = Logger(label: "aws", factory: { _ in SwiftLogNoOpLogHandler() })

        package init(endpoints: AWSEndpoints) { self.endpoints = endpoints }
    }
}
