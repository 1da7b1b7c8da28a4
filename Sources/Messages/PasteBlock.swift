import KeyPolicy
import Slack

/// The lines to paste into a terminal that rotate exactly one access key, for bash, zsh and dash, with AWS CLI 1 or 2.
///
/// They find the profiles that have this key, and check who they sign in as before anything is created. They prove the
/// new key before it is stored, and deactivate the old one only then. Each step first sets the sentence that is shown if
/// the lines end there, by an error or by Ctrl-C. The secret is only in a variable, a pipe and an environment: it is in
/// no argument, no file but the AWS CLI's own, and not on the terminal. `dev/tests/test_paste_block.py` runs them.
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
        [
            start, readEnvironment, showsKeyID ? nil : findKey, checkEnvironment, findProfiles, signIn,
            asksForCode ? startSession : nil, checkKeys, create, prove, store, deactivate, end,
        ].compactMap(\.self)
    }

    private var start: String {
        """
        (set +ex; key=\(showsKeyID ? "'\(key)'" : "") arn='\(user.arn)' is='\(phrases.nothingChanged())'; \
        trap 'echo "$is $why"' EXIT; trap exit INT
        """
    }

    /// `AWS_DEFAULT_PROFILE` comes before `AWS_PROFILE`, and both would choose another profile.
    private var readEnvironment: String {
        """
        file=${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}; export AWS_DEFAULT_OUTPUT=text tab="$(printf '\\t')"; \
        unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN
        """
    }

    /// By the visible letters of its id.
    private var findKey: String {
        let id = key.rawValue
        return """
            why="\(phrases.noProfile(key.masked, "$arn"))"; \
            key=$(sed -n 's/^ *aws_access_key_id.*\\(\(id.prefix(4))[0-9A-Z]*\(id.suffix(4))\\).*/\\1/p' \(files) | sort -u); \
            [ "$key" ] || exit
            """
    }

    /// Keys in the environment come before every profile.
    private var checkEnvironment: String {
        """
        why="\(phrases.keyInEnvironment("$key"))"; [ "${AWS_ACCESS_KEY_ID-}" != "$key" ] || exit; \
        unset AWS_ACCESS_KEY_ID
        """
    }

    private var files: String { #""${AWS_CONFIG_FILE:-$HOME/.aws/config}" "$file" 2>/dev/null"# }

    /// AWS CLI 1 has no `list-profiles`. `h` keeps the latest section's name until its key is found.
    private var findProfiles: String {
        """
        why="\(phrases.noProfile("$key", "$arn"))"; names=$(sed -n \
        "/^ *\\[/h; /^ *aws_access_key_id.*$key/{x;p;}" \(files) | tr -d "[]\\"'" | sed 's/^ *profile //' | sort -u |
        """
    }

    /// `command` skips aliases and functions, which may choose a profile.
    private var signIn: String {
        """
          while read -r p; do [ "$(command aws sts get-caller-identity --query Arn --profile "$p")" = "$arn" ] && \
        echo "$p"; done); [ "$names" ] || exit; export AWS_PROFILE="$(echo "$names" | head -n 1)"
        """
    }

    /// With a session, IAM doesn't know by itself which user is meant.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
    private var owner: String { asksForCode ? " --user-name $user" : "" }

    private var startSession: String {
        """
        user='\(user.name)' why="\(phrases.codeRefused())"; printf '%s ' '\(phrases.askForCode())'; read -r code; \
        s=$(command aws sts get-session-token --token-code "$code" --serial-number \
        "$(command aws iam list-mfa-devices\(owner) --query 'MFADevices[0].SerialNumber')" \
        --query 'Credentials.[AccessKeyId,SessionToken,SecretAccessKey]') || exit; t=${s#*$tab}; \
        export AWS_ACCESS_KEY_ID=${s%%$tab*} AWS_SECRET_ACCESS_KEY=${s##*$tab} \
        AWS_SESSION_TOKEN=${t%%$tab*}
        """
    }

    private var checkKeys: String {
        """
        why="\(phrases.cannotWrite("$file"))"; [ ! -e "$file" ] || [ -w "$file" ] || exit; \
        keys=$(command aws iam list-access-keys\(owner) --query 'AccessKeyMetadata[].AccessKeyId'); \
        why="\(phrases.otherKeys("$key", found: "$keys"))"; [ "$keys" = "$key" ] || exit
        """
    }

    /// Ctrl-C is ignored here, because a key whose secret nobody has would remain.
    private var create: String {
        """
        why="\(phrases.noNewKey())"; trap '' INT; \
        pair=$(command aws iam create-access-key\(owner) --query 'AccessKey.[AccessKeyId,SecretAccessKey]') || exit; \
        new=${pair%%$tab*} secret=${pair##*$tab} is="\(phrases.stillActive("$key"))"
        """
    }

    /// IAM takes some seconds to know a new key. It is proved without the session, by its id and secret alone.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    private var prove: String {
        let delete = "aws iam delete-access-key --profile '$AWS_PROFILE' --access-key-id $new"
        return """
            why="\(phrases.notProved(delete: delete))"; trap exit INT; n=0; until \
            [ "$(AWS_ACCESS_KEY_ID=$new AWS_SECRET_ACCESS_KEY=$secret \(asksForCode ? "AWS_SESSION_TOKEN= " : "")\
            command aws sts get-caller-identity --query Arn 2>/dev/null)" = "$arn" ]; \
            do [ $((n+=1)) -lt 12 ] || exit; sleep 5; done
            """
    }

    /// `aws configure` asks for four values, and reads them from a pipe as well. `aws configure set` would take the secret
    /// as an argument.
    private var store: String {
        """
        why="\(phrases.notStored("$new", in: "$names"))"; trap '' INT; echo "$names" | while read -r p; do \
        printf '%s\\n' "$new" "$secret" '' '' | command aws configure --profile "$p" >/dev/null; \
        [ "$(command aws configure get aws_access_key_id --profile "$p")" = "$new" ] || exit; done || exit
        """
    }

    private var deactivate: String {
        """
        change="aws iam update-access-key --profile '$AWS_PROFILE' --access-key-id $key --status" \
        why="\(phrases.notDeactivated("$new", deactivate: "$change Inactive"))"; \
        command aws iam update-access-key\(owner) --access-key-id "$key" --status Inactive || exit
        """
    }

    private var end: String {
        "is='\(phrases.done())' why=\"\(phrases.rotated("$key", to: "$new", takeBack: "$change Active"))\") || :"
    }
}
