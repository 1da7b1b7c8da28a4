/// The sentences of the lines to paste, inside the shell's double quotes.
///
/// They have no quote, backquote, `$`, `\` or `!` of their own: the values are the shell's variables.
protocol PasteBlockPhrases: Sendable {
    /// Before every reason why the lines ended early.
    func nothingChanged() -> String
    func keyInEnvironment(_ key: String) -> String
    func noProfile(_ key: String, _ arn: String) -> String
    func askForCode() -> String
    func codeRefused() -> String
    func cannotWrite(_ file: String) -> String
    /// - Parameter found: the ids that AWS lists, or nothing after an error, which is shown above.
    func otherKeys(_ key: String, found: String) -> String
    func noNewKey() -> String
    /// Before every reason why the lines ended after the new key was created.
    func stillActive(_ key: String) -> String
    func notProved(delete: String) -> String
    func notStored(_ new: String, in profiles: String) -> String
    func notDeactivated(_ new: String, deactivate: String) -> String
    /// Before the sentence at the end.
    func done() -> String
    func rotated(_ key: String, to new: String, takeBack: String) -> String
}
