import KeyPolicy

/// The commands that rotate a key, the same in every language, so without comments: a shell may not take those.
///
/// They read `$user_name` and `$old_key`, which `preset` sets for one key.
enum RotationCommands {
    /// The profile's name is the reader's to put in. A pager would swallow the lines pasted after a command.
    static let profile = "export AWS_PROFILE=default AWS_PAGER="

    /// Assigns the variables for one key; the whole id stands only where nobody else reads along.
    static func preset(_ action: PlannedAction, isPrivate: Bool) -> String {
        let user = "user_name=\(ShellWord(userName: action.user.name)?.text ?? "")"
        return isPrivate ? "\(user) old_key='\(action.key.id.rawValue)'" : user
    }

    /// Asks IAM for a session that knows of MFA, made with the old key.
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
    /// `--profile` wins over a session in the environment, so this really tries the new key.
    static let test = #"aws sts get-caller-identity --profile "$AWS_PROFILE""#
    static let deactivate =
        #"aws iam update-access-key --user-name "$user_name" --access-key-id "$old_key" --status Inactive"#
    static let delete = #"aws iam delete-access-key --user-name "$user_name" --access-key-id "$old_key""#
    static let lastUsed = #"aws iam get-access-key-last-used --access-key-id "$old_key""#

    /// https://github.com/99designs/aws-vault/blob/master/USAGE.md#rotating-credentials
    static let vault = "aws-vault rotate default"
}
