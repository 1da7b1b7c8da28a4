import Slack

extension EnglishPhrases {
    func paste(_ key: Mrkdwn, keys: Int, isBrief: Bool, asksForCode: Bool) -> Mrkdwn {
        switch (keys, isBrief, asksForCode) {
        case (1, false, false): "Paste this where it's set up: it stores a new key and deactivates this one:"
        case (1, true, false): "Paste this where it's set up (it deactivates this key):"
        case (1, false, true): "Paste this where the key is set up; only AWS gets the code:"
        case (1, true, true): "Paste this (only AWS gets the MFA code):"
        case (_, _, false): "For \(key) (the thread has the others), paste this:"
        case (_, _, true): "For \(key), paste this; only AWS gets the code:"
        }
    }

    func rotateOrPaste(_ command: Mrkdwn, _ key: Mrkdwn, keys: Int) -> Mrkdwn {
        keys == 1 ? "Run \(command), or paste this:" : "Run \(command), or paste this for \(key):"
    }

    func vaultOrPaste(_ command: Mrkdwn) -> Mrkdwn { "Run \(command) (see the thread), or paste this:" }

    func rotateWith(_ command: Mrkdwn) -> Mrkdwn { "Run \(command)." }

    func detailsTitle() -> Mrkdwn { "*More about rotating*" }

    func inConsole() -> Mrkdwn {
        """
        *In the console*, also if several programs use the key: the notice has a link to the user's page. *Create \
        access key*, put both values where the old ones are, and check that everything works; then *Deactivate* the \
        old key.
        """
    }

    func withVault(_ command: Mrkdwn) -> Mrkdwn {
        """
        *With aws-vault*: \(command), with `--no-session` for a profile without MFA. It deletes the old key at once, so first \
        make sure that nothing else uses it.
        """
    }

    func onWindows() -> Mrkdwn { "*On Windows*: use WSL for the commands, or the console." }

    func mfa() -> Mrkdwn { "*If IAM refuses without MFA*, paste this instead; only AWS gets the code:" }

    func twoKeys() -> Mrkdwn {
        "*If the user has two keys already*, IAM refuses a third: delete the one that is unused first."
    }

    func moveToNewer(_ newer: Mrkdwn, _ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Move everything to the newer key, \(newer), then deactivate this one"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func deleteFirst(_ other: Mrkdwn, isActive: Bool, _ command: Mrkdwn?) -> Mrkdwn {
        let status: Mrkdwn = isActive ? "other" : "inactive"
        return command.map { "First delete the \(status) key, if nothing needs it (this is final): \($0)" }
            ?? "First delete the user's \(status) key, \(other), if nothing needs it (this is final)."
    }

    func afterDeactivation() -> Mrkdwn {
        """
        *Deactivating a key* deletes nothing and can be undone. Sessions started with it continue until they expire, \
        up to 36 hours later. After a few days without problems, delete the old key.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo never asks for a secret or a code." }
}
