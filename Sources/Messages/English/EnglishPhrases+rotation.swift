import Slack

extension EnglishPhrases {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *With aws-vault* (put in your profile's name; without MFA in it add `--no-session`):
        \(commands)
        It makes a new key, stores it and deletes the old one at once: be sure first that nothing else uses the old one.
        """
    }

    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(isForMachines ? "With the AWS CLI" : "Or with the AWS CLI" as Mrkdwn)* (put in your profile's name):
        \(commands)
        """
    }

    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(isForMachines ? "With the AWS CLI" : "Or with the AWS CLI" as Mrkdwn)*, one key \
        after the other. Put in your profile's name, then paste the line that stands with the key:
        \(commands)
        """
    }

    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn {
        """
        The key's whole id is in this list; put it in as `old_key='…'`:
        \(commands)
        """
    }

    func mfa(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Only where your policy wants MFA*, with your code in place of 123456 (afterwards `unset` \
        the three variables or close the shell):
        \(commands)
        """
    }

    func create(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *1.* A new key. Its secret is shown only this once:
        \(commands)
        """
    }

    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn {
        """
        *2.* Store both values in place of the old ones, wait ten seconds, and try them:
        \(commands)
        \(test)
        """
    }

    func storeForMachine() -> Mrkdwn {
        "*2.* Put both values where the machine reads its key, and see it work."
    }

    func deactivate(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *3.* Switch the old key off; should something break, `--status Active` brings it back:
        \(commands)
        """
    }

    func delete(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *4.* After a few quiet days, delete it:
        \(commands)
        """
    }

    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *If the user has two keys already*, IAM refuses a third. See which of them is unused, and do \
        steps 3 and 4 with that one first, its id in `old_key`:
        \(commands)
        """
    }
}
