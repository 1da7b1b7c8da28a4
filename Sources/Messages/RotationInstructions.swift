import KeyPolicy
import Slack

/// How to rotate the keys of one message: a block to paste, and for the thread everything else.
struct RotationInstructions {
    let phrases: any Phrases
    let actions: [PlannedAction]
    let readers: Readers
    let help: MessageSettings.Help
    /// The user's newer key, where that one needs no notice itself.
    let newer: (PlannedAction) -> AccessKey?

    /// For the message itself: the company's own command or aws-vault's, and one block, for its first key; where its user
    /// has a name or path that doesn't belong in a command, how to do it in the console.
    func paste() -> [Block] {
        let own = help.rotate.map { Mrkdwn.code($0, limit: 100) }
        guard let action = blockAction else { return moveToNewer().map { [.section($0)] } ?? [] }
        guard let block = mainBlock(action) else {
            let ways = [deleteFirst(action), own.map(phrases.rotateWith), phrases.inConsole()]
                .compactMap(\.self)
            return [.section(ways.joined(separator: "\n"))]
        }
        let isOne = actions.count == 1
        let first = isOne ? deleteFirst(action) : nil
        let id = ShownKey.id(action.key.id, isPrivate: readers.isPrivate)
        let above =
            if let own {
                phrases.rotateOrPaste(own, id, keys: actions.count)
            } else if isOne, isFromVault {
                phrases.vaultOrPaste(.code(Self.vault))
            } else {
                phrases.paste(
                    id, keys: actions.count, isBrief: isOne && (first != nil || ShownCaller(lastOf: action) != nil),
                    asksForCode: block.asksForCode)
            }
        let lines = [first, above].compactMap(\.self)
        return [.section(lines.joined(separator: "\n")), .section(block.shown)]
    }

    /// The first whose user has no other key, because IAM refuses a third; nil where all have a newer one, and nothing
    /// is to be created.
    private var blockAction: PlannedAction? {
        actions.first { $0.user.keys.count == 1 } ?? actions.first { newer($0) == nil }
    }

    /// Where every key has a newer one.
    private func moveToNewer() -> Mrkdwn? {
        guard let action = actions.first, let newer = newer(action) else { return nil }
        return phrases.moveToNewer(
            ShownKey.id(newer.id, isPrivate: readers.isPrivate),
            command("update-access-key", action.user, action.key, " --status Inactive"))
    }

    /// IAM refuses a third key.
    private func deleteFirst(_ action: PlannedAction) -> Mrkdwn? {
        guard newer(action) == nil, let other = action.user.keys.first(where: { $0.id != action.key.id })
        else { return nil }
        return phrases.deleteFirst(
            ShownKey.id(other.id, isPrivate: readers.isPrivate), isActive: other.status == .active,
            other.status == .inactive ? command("delete-access-key", action.user, other) : nil)
    }

    private func command(_ what: String, _ user: User, _ key: AccessKey, _ more: String = "") -> Mrkdwn? {
        guard readers.isPrivate, let name = ShellWord(userName: user.name) else { return nil }
        return .code("aws iam \(what) --user-name \(name.text) --access-key-id \(key.id)\(more)", limit: 300)
    }

    /// Whether aws-vault used the key that the message's block is for.
    private var isFromVault: Bool { actions.first?.use?.isFromVault ?? false }

    /// For the thread: the other keys' blocks, other tools, and what is unusual. Blocks that stay together are a group.
    func details() -> [[Block]] {
        let others = actions.filter { $0.id != blockAction?.id && newer($0) == nil }
        var groups = others.compactMap { action -> [Block]? in
            let id = ShownKey.id(action.key.id, isPrivate: readers.isPrivate)
            return mainBlock(action).map { [.section("\(id):"), .section($0.shown)] }
        }
        var ways = [phrases.inConsole()]
        if isFromVault {
            ways.insert(phrases.withVault(.code(Self.vault)), at: 0)
        } else if actions.contains(where: { $0.user.owner.type != .machine }) {
            ways.append(phrases.withVault(.code(Self.vault)))
        }
        ways += [phrases.onWindows(), phrases.twoKeys(), phrases.afterDeactivation(), phrases.neverAsks()]
        groups.append([.section(ways.joined(separator: "\n"))])
        if let withCode = blockWithCode() { groups.append([.section(phrases.mfa()), .section(withCode.shown)]) }
        return groups
    }

    /// The block that asks for a code, for a user with an MFA device, where the message's own block doesn't ask for it.
    private func blockWithCode() -> PasteBlock? {
        guard actions.count == 1, readers.isPrivate, !help.mfa, let action = actions.first, action.user.mfa == true,
            newer(action) == nil
        else { return nil }
        return block(action, asksForCode: true)
    }

    /// Asks for a code if the company wants that and it can be written.
    private func mainBlock(_ action: PlannedAction) -> PasteBlock? {
        let withCode = help.mfa && readers.isPrivate ? block(action, asksForCode: true) : nil
        return withCode ?? block(action)
    }

    /// Nil where it can't be written or has no room in a section: a notice must arrive with or without it.
    private func block(_ action: PlannedAction, asksForCode: Bool = false) -> PasteBlock? {
        // Its lines contain the user's ARN, and in a channel no address is shown.
        guard readers.isPrivate || !ChannelText().hides(action.user.arn) else { return nil }
        let block = PasteBlock(
            action, isPrivate: readers.isPrivate, asksForCode: asksForCode, phrases: phrases)
        return block.flatMap { $0.shown.length <= BlockLimits.sectionText ? $0 : nil }
    }

    /// https://github.com/99designs/aws-vault/blob/master/USAGE.md#rotating-credentials
    private static let vault = "aws-vault rotate PROFILE"
}

/// A value as one word of a shell command, quoted so that nothing in it is executed.
struct ShellWord {
    let text: String

    /// Nil for a name that IAM does not allow: such a value does not belong in a command.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html
    init?(userName: String) {
        let allowed = userName.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "@"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(userName.utf8.count) else { return nil }
        text = "'\(userName)'"
    }
}
