extension EnglishPhrases {
    func nothingChanged() -> String { "Nothing changed." }

    func cannotWrite(_ file: String) -> String { "Cannot write \(file)." }

    func otherUser(_ profile: String, _ arn: String) -> String { "Not your user: \(profile) \(arn)" }

    func askForCode() -> String { "MFA code:" }

    func codeRefused() -> String { "AWS refused this code." }

    func otherKeys(_ old: String, _ profile: String) -> String { "One profile must have only \(old): \(profile)" }

    func notDone() -> String { "Not done." }

    func noNewKey() -> String { "See aws iam list-access-keys." }

    func ifNotStored(_ new: String) -> String { "If \(new) is not stored, delete it:" }

    func stored(_ new: String) -> String { "\(new) is stored." }

    func done() -> String { "Done. To undo:" }
}
