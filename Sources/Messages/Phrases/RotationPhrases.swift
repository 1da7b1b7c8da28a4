import Slack

/// How to rotate a key, step by step; commands are handed in and stand between the words.
protocol RotationPhrases: Sendable {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn
    /// - Parameter isForMachines: whether no person's key is among them.
    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn
    /// Several keys, each with a line of its own to begin with.
    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn
    /// Where others read along: the whole id is looked up.
    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn
    func mfa(_ commands: Mrkdwn) -> Mrkdwn
    func create(_ commands: Mrkdwn) -> Mrkdwn
    /// `commands` ask for input, so the test can't be pasted together with them.
    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn
    func storeForMachine() -> Mrkdwn
    func deactivate(_ commands: Mrkdwn) -> Mrkdwn
    func delete(_ commands: Mrkdwn) -> Mrkdwn
    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn
}
