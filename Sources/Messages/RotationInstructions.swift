import KeyPolicy
import Slack

/// How to rotate the keys of one message, as commands to paste.
struct RotationInstructions {
    let phrases: any Phrases
    let actions: [PlannedAction]
    let readers: Readers

    func blocks() -> [Block] {
        let isForMachines = actions.allSatisfy { $0.user.owner.type == .machine }
        var blocks: [Block] = []
        if !isForMachines { blocks.append(.section(phrases.vaultTitle(.codeBlock(RotationCommands.vault)))) }
        blocks.append(.section(start(isForMachines)))
        if !readers.isPrivate { blocks.append(.section(phrases.findOldKey(.codeBlock(RotationCommands.list)))) }
        blocks.append(.section(phrases.mfa(.codeBlock(RotationCommands.mfaSession))))
        let store =
            isForMachines
            ? phrases.storeForMachine()
            : phrases.store(.codeBlock(RotationCommands.configure), test: .codeBlock(RotationCommands.test))
        let steps = [
            phrases.create(.codeBlock(RotationCommands.create)), store,
            phrases.deactivate(.codeBlock(RotationCommands.deactivate)),
            phrases.delete(.codeBlock(RotationCommands.delete)),
        ]
        blocks.append(.section(steps.joined(separator: "\n")))
        blocks.append(.section(phrases.twoKeys(.codeBlock(lines(RotationCommands.list, RotationCommands.lastUsed)))))
        return blocks
    }

    /// The line that sets the common steps to this key, where there are several.
    func presetBlock(_ action: PlannedAction) -> Block {
        .section(.codeBlock(RotationCommands.preset(action, isPrivate: readers.isPrivate)))
    }

    private func start(_ isForMachines: Bool) -> Mrkdwn {
        if actions.count == 1, let action = actions.first {
            let preset = RotationCommands.preset(action, isPrivate: readers.isPrivate)
            return phrases.start(.codeBlock(lines(RotationCommands.profile, preset)), isForMachines: isForMachines)
        }
        return phrases.startFromKeysLine(.codeBlock(RotationCommands.profile), isForMachines: isForMachines)
    }

    private func lines(_ lines: String...) -> String { lines.joined(separator: "\n") }
}

/// The commands that rotate a key. They are the same in every language and have no comments, which not every shell accepts.
///
/// They read `$user_name` and `$old_key`, which `preset` sets for one key.
enum RotationCommands {
    /// The reader puts in the profile's name. A pager would swallow the lines pasted after a command.
    static let profile = "export AWS_PROFILE=default AWS_PAGER="

    /// Assigns the variables for one key; the whole id is shown only where nobody else reads it.
    static func preset(_ action: PlannedAction, isPrivate: Bool) -> String {
        let user = "user_name=\(ShellWord(userName: action.user.name)?.text ?? "")"
        return isPrivate ? "\(user) old_key='\(action.key.id.rawValue)'" : user
    }

    /// Gets a session with MFA, made with the old key.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    static let mfaSession = """
        serial=$(aws iam list-mfa-devices --user-name "$user_name" --query 'MFADevices[0].SerialNumber' --output text)
        read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$(aws sts get-session-token \
        --serial-number "$serial" --token-code 123456 \
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)"
        export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
        """

    static let list = #"aws iam list-access-keys --user-name "$user_name""#
    static let create = #"aws iam create-access-key --user-name "$user_name""#
    static let configure = #"aws configure --profile "$AWS_PROFILE""#
    /// `--profile` takes precedence over a session in the environment, so this uses the new key.
    static let test = #"aws sts get-caller-identity --profile "$AWS_PROFILE""#
    static let deactivate =
        #"aws iam update-access-key --user-name "$user_name" --access-key-id "$old_key" --status Inactive"#
    static let delete = #"aws iam delete-access-key --user-name "$user_name" --access-key-id "$old_key""#
    static let lastUsed = #"aws iam get-access-key-last-used --access-key-id "$old_key""#

    /// https://github.com/99designs/aws-vault/blob/master/USAGE.md#rotating-credentials
    static let vault = "aws-vault rotate default"
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
