import Slack

extension EnglishPhrases {
    func paste(keys: Int) -> Mrkdwn {
        keys == 1
            ? "Paste this where the key is set up; it tests the new key first:"
            : "For the first key (the thread has the others), paste this:"
    }

    func detailsTitle() -> Mrkdwn { "*More about rotating*" }

    func inConsole() -> Mrkdwn {
        """
        *In the console*: the notice links the user's page. *Create access key*, put both values where the old ones are, and \
        check that everything works; then *Deactivate* the old key.
        """
    }

    func withVault(_ command: Mrkdwn) -> Mrkdwn {
        """
        *With aws-vault*: \(command), with `--no-session` for a profile without MFA. It deletes the old key at once, so first \
        make sure that nothing else uses it.
        """
    }

    func onWindows() -> Mrkdwn { "*On Windows*: use WSL or Git Bash for the commands, or the console." }

    func mfa() -> Mrkdwn { "*If IAM refuses without MFA*, paste this instead; only AWS gets the code:" }

    func twoKeys() -> Mrkdwn {
        "*If the user has two keys already*, IAM refuses a third: delete the one that is unused first."
    }

    func afterDeactivation() -> Mrkdwn {
        """
        *Deactivating a key* deletes nothing and can be undone. Sessions made with it go on until they expire, up to 36 hours \
        later. After a few quiet days, delete the old key.
        """
    }

    func neverAsks() -> Mrkdwn { "Relevo never asks for a secret or a code." }
}
