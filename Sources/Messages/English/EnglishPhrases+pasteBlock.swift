extension EnglishPhrases {
    func nothingChanged() -> String { "Nothing changed." }

    func noCommandLine() -> String { "Install the AWS CLI." }

    func notHere(_ old: String, _ file: String) -> String { "\(old) is not in \(file). Paste this where it is used." }

    func readOnly(_ file: String) -> String { "\(file) is read-only." }

    func severalProfiles(_ profiles: String) -> String { "Leave the key in only one of these profiles: \(profiles)" }

    func otherUser(_ profile: String, _ arn: String) -> String { "Not your user: \(profile) \(arn)" }

    func askForCode() -> String { "MFA code:" }

    func codeRefused() -> String { "AWS refused this code." }

    func twoKeys(_ old: String) -> String { "Delete the unused key, not \(old)." }

    func notListed(_ keys: String) -> String { "AWS refused, or lists another key: \(keys)" }

    func notDone() -> String { "Not done." }

    func noNewKey() -> String { "See aws iam list-access-keys." }

    func ifNotStored(_ new: String) -> String { "If \(new) is not stored, delete it:" }

    func newKeyRefused(_ new: String) -> String { "AWS refuses \(new)." }

    func stored(_ new: String) -> String { "\(new) is stored." }

    func done() -> String { "Done. To undo:" }
}
