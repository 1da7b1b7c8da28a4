import KeyPolicy
import Slack

/// The lines to paste into a terminal that rotate exactly one access key, for bash, zsh and dash, with AWS CLI 1 or 2.
///
/// One step a line. They find the profile that has this key and check that AWS lists this key alone for it: ids are
/// unique in all of AWS, so it is the right user in the right account. They name the new key at once, prove it before
/// it is stored, and deactivate the old one only then. Ctrl-C ends them, except while a key is created or stored. The
/// secret is only in a variable, a pipe and an environment: it is in no argument, in no other file than the AWS CLI's,
/// and not on the terminal. `dev/tests/test_paste_block.py` runs them.
struct PasteBlock {
    let text: String
    /// Whether it asks for an MFA code.
    let asksForCode: Bool

    /// As it is shown in Slack, whole.
    var shown: Mrkdwn { .codeBlock(text, limit: text.count) }

    /// - Parameters:
    ///   - showsKeyID: whether the readers may see the whole id; otherwise the lines look for the masked one.
    ///   - asksForCode: gets a session with MFA first, with one prompt; not together with a masked id.
    /// Nil for a user whose name or path doesn't belong in a command.
    init?(
        _ key: AccessKeyID, of user: User, showsKeyID: Bool, asksForCode: Bool = false, phrases: any PasteBlockPhrases
    ) {
        guard ShellWord(userName: user.name) != nil, Self.isPlain(user) else { return nil }
        self.asksForCode = asksForCode && showsKeyID
        let script = PasteScript(
            key: key, user: user, showsKeyID: showsKeyID, asksForCode: self.asksForCode, phrases: phrases)
        text = script.lines.joined(separator: "\n")
    }

    init?(_ action: PlannedAction, isPrivate: Bool, asksForCode: Bool = false, phrases: any PasteBlockPhrases) {
        self.init(
            action.key.id, of: action.user, showsKeyID: isPrivate, asksForCode: asksForCode, phrases: phrases)
    }

    /// Whether the ARN is this user's, in a known partition, short, and without characters that a shell reads.
    private static func isPlain(_ user: User) -> Bool {
        let path = user.path.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "/+=,.@_-".utf8.contains(byte)
            }
        }
        let partitions = ["aws", "aws-us-gov", "aws-cn"]
        return path && user.path.utf8.count <= 64
            && partitions.contains { user.arn == "arn:\($0):iam::\(user.account):user\(user.path)\(user.name)" }
    }
}

/// The steps, in the words of one language.
private struct PasteScript {
    let key: AccessKeyID
    let user: User
    let showsKeyID: Bool
    let asksForCode: Bool
    let phrases: any PasteBlockPhrases

    var lines: [String] {
        [start, environment, file] + (showsKeyID ? [] : [findKey]) + [findProfile]
            + (showsKeyID && !asksForCode ? [] : signIn) + (asksForCode ? session : [])
            + [checkKeys, create, checkNew, name] + prove + [store, deactivate, end]
    }

    /// The functions' names have a capital letter, because an alias of the same name would break the lines.
    private var start: String {
        let old = showsKeyID ? "old=\(key) " : ""
        return #"(set +exu; \#(old)is="\#(phrases.nothingChanged())"; Stop() { echo "$is $1"; exit; }; trap Stop INT"#
    }

    /// `command` skips aliases and functions, which may choose a profile.
    ///
    /// What the environment has comes before every profile, and what is left of a session would spoil the proof.
    private var environment: String {
        "unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN AWS_SECURITY_TOKEN; "
            + #"Aws() { command aws --output text "$@"; }"#
    }

    private var file: String {
        "file=${AWS_SHARED_CREDENTIALS_FILE:-~/.aws/credentials}; "
            + #"[ -w "$file" ] || Stop "\#(phrases.cannotWrite("$file"))""#
    }

    /// By the visible letters of its id. Without such a key, the masked id itself is looked for and not found.
    private var findKey: String {
        let id = key.rawValue
        return
            #"old=$(sed -n 's/^ *aws_access.*\(\#(id.prefix(4))[0-9A-Z]*\#(id.suffix(4))\).*/\1/p' "$file"); "#
            + "old=${old:-\(key.masked)}"
    }

    /// AWS CLI 1 has no `list-profiles`. `h` keeps the latest section's name until its key is found. Two profiles are
    /// not a profile's name, so they end at the next step. Version 1 reads `AWS_DEFAULT_PROFILE` before
    /// `AWS_PROFILE`, version 2 after it; an empty one would be the default profile.
    private var findProfile: String {
        #"p=$(sed -n "/^ *\[/h; /^ *aws_access.*$old/{x;p;}" "$file" | tr -d '[]'); "#
            + #"export AWS_DEFAULT_PROFILE="${p:-.}""#
    }

    /// Where a name or half an id decides, and not the whole id.
    private var signIn: [String] {
        [
            #"arn=$(Aws sts get-caller-identity --query Arn); [ "$arn" = \"#,
            #"\#(user.arn) ] || Stop "\#(phrases.otherUser("$p", "$arn"))""#,
        ]
    }

    private var iam: String { asksForCode ? "Iam" : "Aws iam" }

    /// With a session, IAM doesn't know by itself which user is meant.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
    private var session: [String] {
        [
            #"Iam() { Aws iam "$@" --user-name \#(user.name); }; printf '\#(phrases.askForCode()) '; read -r code"#,
            #"device=$(Iam list-mfa-devices --query 'MFADevices[0].SerialNumber')"#,
            #"set -- $(Aws sts get-session-token --token-code "$code" --serial-number "$device" \"#,
            "  --query '*.[AccessKeyId,SecretAccessKey,SessionToken]'); [ $# = 3 ] || "
                + #"Stop "\#(phrases.codeRefused())""#,
            "export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3",
        ]
    }

    private var checkKeys: String {
        #"[ "$(\#(iam) list-access-keys --query '*[].AccessKeyId')" = $old ] || "#
            + #"Stop "\#(phrases.otherKeys("$old", "$p"))""#
    }

    /// Ctrl-C is ignored here, because a key whose id nobody was told would remain; in zsh, `$(…)` must say so itself.
    private var create: String {
        "trap '' INT; set -- $(trap '' INT; \(iam) create-access-key --query '*.[AccessKeyId,SecretAccessKey]')"
    }

    private var checkNew: String {
        #"is="\#(phrases.notDone())"; [ $# = 2 ] || Stop "\#(phrases.noNewKey())"; "#
            + "unset AWS_CREDENTIAL_EXPIRATION; trap Stop INT; n=12"
    }

    /// At once, so that it is named however the lines end.
    private var name: String {
        #"echo "\#(phrases.ifNotStored("$1")) aws iam delete-access-key --profile '$p' --access-key-id $1""#
    }

    /// IAM takes some seconds to know a new key, and these lines wait for a minute. It is proved without the session,
    /// by its id and secret alone. What AWS answers would only confuse.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    private var prove: [String] {
        let limit = "until [ $((n-=1)) = 0 ] && Stop;"
        let pair = "AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2"
        let call = "Aws sts get-caller-identity >&2"
        return asksForCode ? ["\(limit) \(pair) \\", "  AWS_SESSION_TOKEN= \(call)"] : ["\(limit) \(pair) \(call)"]
    }

    /// `aws configure` asks for four values, and reads them from a pipe as well. `aws configure set` would take the
    /// secret as an argument. Ctrl-C is ignored from here, because it could leave half a file. zsh ends without a word
    /// where a function at the end of a pipe fails with the AWS CLI's 255, so `aws` itself stands there.
    private var store: String {
        #"""
        do sleep 5; done 2>/dev/null; trap '' INT; printf '%s\n' $1 $2 '' '' | command aws configure >/dev/null || Stop
        """#
    }

    private var deactivate: String {
        #"grep -q $1 "$file" || Stop; \#(iam) update-access-key --access-key-id $old --status Inactive "#
            + #"|| Stop "\#(phrases.stored("$1"))""#
    }

    private var end: String {
        #"echo "\#(phrases.done()) aws iam update-access-key --profile '$p' --access-key-id $old --status Active")"#
    }
}
