extension EnglishPhrases {
    func nothingChanged() -> String { "Nothing changed:" }

    func keyInEnvironment(_ key: String) -> String {
        "\(key) is in AWS_ACCESS_KEY_ID; rotate it where that is set."
    }

    func noProfile(_ key: String, _ arn: String) -> String { "no profile here has \(key) and signs in as \(arn)." }

    func askForCode() -> String { "MFA code:" }

    func codeRefused() -> String { "AWS gave no session for this code." }

    func cannotWrite(_ file: String) -> String { "\(file) is read-only." }

    func otherKeys(_ key: String, found: String) -> String {
        "\(key) must be the only key of its user, and AWS lists: \(found)"
    }

    func noNewKey() -> String { "AWS returned no new key; see aws iam list-access-keys." }

    func stillActive(_ key: String) -> String { "\(key) is still active:" }

    func notProved(delete: String) -> String {
        "the new one did not work yet and is not stored, so delete it: \(delete)"
    }

    func notStored(_ new: String, in profiles: String) -> String {
        "\(new) works but is not stored in all of these profiles: \(profiles)"
    }

    func notDeactivated(_ new: String, deactivate: String) -> String {
        "your profile has \(new) now, so deactivate the old key: \(deactivate)"
    }

    func done() -> String { "Done:" }

    func rotated(_ key: String, to new: String, takeBack: String) -> String {
        "\(new) replaces \(key), which is inactive. To reactivate it: \(takeBack)"
    }
}
