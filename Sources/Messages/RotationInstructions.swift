import KeyPolicy
import Slack

/// How to rotate the keys of one message: a block to paste, and for the thread everything else.
struct RotationInstructions {
    let phrases: any Phrases
    let actions: [PlannedAction]
    let readers: Readers

    /// For the message itself: one block, for its first key; where its user has a name or path that doesn't belong in a
    /// command, how to do it in the console.
    func paste() -> [Block] {
        guard let first = actions.first, let block = block(first) else { return [.section(phrases.inConsole())] }
        return [.section(phrases.paste(keys: actions.count)), .section(block.shown)]
    }

    /// For the thread: the other keys' blocks, other tools, and what is unusual. Blocks that stay together are a group.
    func details() -> [[Block]] {
        var groups = actions.dropFirst().compactMap { action -> [Block]? in
            let id = ShownKey.id(action.key.id, isPrivate: readers.isPrivate)
            return block(action).map { [.section("\(id):"), .section($0.shown)] }
        }
        var ways = [phrases.inConsole()]
        if actions.contains(where: { $0.user.owner.type != .machine }) {
            ways.append(phrases.withVault(.code(Self.vault)))
        }
        ways += [phrases.onWindows(), phrases.twoKeys(), phrases.afterDeactivation(), phrases.neverAsks()]
        groups.append([.section(ways.joined(separator: "\n"))])
        if actions.count == 1, readers.isPrivate, let withCode = actions.first.flatMap({ block($0, asksForCode: true) })
        {
            groups.append([.section(phrases.mfa()), .section(withCode.shown)])
        }
        return groups
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
