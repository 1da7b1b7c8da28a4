package import AWS
package import KeyPolicy
package import KeyWatch
package import Slack

/// Everything outside of the process that a run calls.
package struct ExternalServices: Sendable {
    package let directory: any AccountDirectory
    package let readers: any AccountReaders
    package let deactivator: any KeyDeactivator
    package let restorer: any KeyRestorer
    package let messenger: any Messenger
    package let heartbeat: Heartbeat?
    /// Accounts that are read with credentials that never deactivate a key.
    package let readOnly: Set<AccountID>
    /// Nil where Relevo runs under a role.
    package let ownUser: ARNPattern?
}

/// Relevo's own credentials, and AWS as they reach it.
package struct Hub: Sendable {
    package let transport: AWSTransport
    package let credentials: DefaultCredentialsChain
}

/// Receives what a program may show of the work: each call to AWS and Slack, and a run's progress.
package struct WorkObserver: Sendable {
    package let awsCall: @Sendable (AWSAttempt) -> Void
    package let slackCall: @Sendable (SlackCall) -> Void
    /// With the number of calls to AWS so far.
    package let progress: @Sendable (Progress, _ calls: Int) -> Void

    package init(
        awsCall: @escaping @Sendable (AWSAttempt) -> Void = { _ in },
        slackCall: @escaping @Sendable (SlackCall) -> Void = { _ in },
        progress: @escaping @Sendable (Progress, _ calls: Int) -> Void = { _, _ in }
    ) {
        self.awsCall = awsCall
        self.slackCall = slackCall
        self.progress = progress
    }
}
