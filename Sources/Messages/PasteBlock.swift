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
        [start, environment, tools, findProfile, checkFile, checkProfile] + (showsKeyID ? [] : [findKey])
            + (comparesUser ? signIn : []) + (asksForCode ? session : [])
            + [listKeys, checkKeys, create, checkNew, name, prove, wait, store, deactivate, end]
    }

    /// The functions' names have a capital letter, because an alias of the same name would break the lines. A masked id
    /// is a pattern until its key is found.
    private var start: String {
        let id = key.rawValue
        let old = showsKeyID ? id : "'\(id.prefix(4))[0-9A-Z]*\(id.suffix(4))'"
        return #"(set +exu; old=\#(old) result="\#(phrases.nothingChanged())"; "#
            + #"Stop() { echo "$result $1"; exit; }; trap Stop INT"#
    }

    /// What the environment has comes before every profile, and what is left of a session would spoil the proof.
    private var environment: String {
        "unset AWS_PROFILE AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_CREDENTIAL_EXPIRATION"
    }

    private var tools: String {
        #"command -v aws >/dev/null || Stop "\#(phrases.noCommandLine())"; "#
            + "file=${AWS_SHARED_CREDENTIALS_FILE:-~/.aws/credentials}"
    }

    /// AWS CLI 1 has no `list-profiles`. The name is what stands between the brackets, so a line may end with CR LF. A
    /// file that doesn't exist has no such profile.
    private var findProfile: String {
        #"p=$(awk -F '[][]' '/^ *\[/ {name = $2} /^ *aws_access_key_id.*'"$old"'/ {print name}' "$file")"#
    }

    private var checkFile: String {
        #"[ "$p" ] || Stop "\#(phrases.notHere(showsKeyID ? "$old" : key.masked, "$file"))"; "#
            + #"[ -w "$file" ] || Stop "\#(phrases.readOnly("$file"))""#
    }

    /// `awk` prints one profile a line.
    private var checkProfile: String {
        #"[ $(echo "$p" | wc -l) = 1 ] || Stop "\#(phrases.severalProfiles("$p"))"; export AWS_DEFAULT_OUTPUT=text"#
    }

    private var findKey: String { #"old=$(grep '^ *aws_access_key_id' "$file" | grep -o "$old")"# }

    /// Where a name or half an id decides, and not the whole id.
    private var comparesUser: Bool { asksForCode || !showsKeyID }

    /// Version 1 reads this before `AWS_PROFILE`, version 2 after it.
    private var useProfile: String { #"export AWS_DEFAULT_PROFILE="$p"; "# }

    private var signIn: [String] {
        [
            useProfile + #"arn=$(command aws sts get-caller-identity --query Arn); [ "$arn" = \"#,
            #"\#(user.arn) ] || Stop "\#(phrases.otherUser("$p", "$arn"))""#,
        ]
    }

    /// `command` skips aliases and functions, which may choose a profile.
    private var iam: String { asksForCode ? "Iam" : "command aws iam" }

    /// With a session, IAM doesn't know by itself which user is meant.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
    private var session: [String] {
        [
            #"Iam() { command aws iam "$@" --user-name \#(user.name); }; "#
                + #"printf '\#(phrases.askForCode()) '; read -r code"#,
            #"device=$(Iam list-mfa-devices --query 'MFADevices[0].SerialNumber')"#,
            #"set -- $(command aws sts get-session-token --token-code "$code" --serial-number "$device" \"#,
            "  --query '*.[AccessKeyId,SecretAccessKey,SessionToken]'); [ $# = 3 ] || "
                + #"Stop "\#(phrases.codeRefused())""#,
            "export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3",
        ]
    }

    private var listKeys: String {
        (comparesUser ? "" : useProfile) + "set -- $(\(iam) list-access-keys --query '*[].AccessKeyId')"
    }

    /// IAM refuses a third key.
    private var checkKeys: String {
        #"[ $# != 2 ] || Stop "\#(phrases.twoKeys("$old"))"; [ "$*" = $old ] || Stop "\#(phrases.notListed("$*"))""#
    }

    /// Ctrl-C is ignored until the new key is named, because a key whose id nobody was told would remain; in zsh, `$(…)`
    /// must say so itself.
    private var create: String {
        "trap '' INT; set -- $(trap '' INT; \(iam) create-access-key --query '*.[AccessKeyId,SecretAccessKey]')"
    }

    private var checkNew: String {
        #"result="\#(phrases.notDone())"; [ $# = 2 ] || Stop "\#(phrases.noNewKey())"; new=$1 secret=$2"#
    }

    /// At once, so that it is named however the lines end.
    private var name: String {
        #"echo "\#(phrases.ifNotStored("$new")) aws iam delete-access-key --profile '$p' --access-key-id $new"; "#
            + "trap Stop INT"
    }

    /// Without the session, by the new key's id and secret alone.
    private var prove: String {
        "Prove() { AWS_ACCESS_KEY_ID=$new AWS_SECRET_ACCESS_KEY=$secret "
            + (asksForCode ? "AWS_SESSION_TOKEN= " : "") + "command aws sts get-caller-identity; }"
    }

    /// IAM takes some seconds to know a new key, and these lines wait for a minute. What AWS answers would only confuse;
    /// in a variable, because Ctrl-C's own sentence would go to `/dev/null` as well.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    private var wait: String {
        "for seconds in 2 3 5 10 15 20; do sleep $seconds; answer=$(Prove 2>&1) && break; done || "
            + #"Stop "\#(phrases.newKeyRefused("$new"))""#
    }

    /// `aws configure` asks for four values, and reads them from a pipe as well. `aws configure set` would take the
    /// secret as an argument. Ctrl-C is ignored from here, because it could leave half a file. zsh ends without a word
    /// where a function at the end of a pipe fails with the AWS CLI's 255, so `aws` itself stands there.
    private var store: String {
        #"trap '' INT; printf '%s\n' $new $secret '' '' | command aws configure >/dev/null && "#
            + #"grep -q $new "$file" || Stop"#
    }

    private var deactivate: String {
        #"\#(iam) update-access-key --access-key-id $old --status Inactive || Stop "\#(phrases.stored("$new"))""#
    }

    private var end: String {
        #"echo "\#(phrases.done()) aws iam update-access-key --profile '$p' --access-key-id $old --status Active")"#
    }
}
