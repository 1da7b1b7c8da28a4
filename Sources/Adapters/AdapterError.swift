/// What the outside said that the core can't take, as sentences for the person who runs Relevo.
package enum AdapterError: Error, Hashable, CustomStringConvertible {
    case malformed(what: String, text: String)
    case readOnlyAccount(String)
    /// A user whose path is mostly wildcard characters: escaped, it doesn't fit into a session policy.
    case pathTooLong(String)
    /// `isForeign`: there is none, or its accounts are not for these credentials to list.
    case organizationMissing(String, isForeign: Bool)

    package var description: String {
        switch self {
        case .malformed(let what, let text):
            "AWS answered with \(what) \(ShownValue.text(text)), which is none. The response may not come from AWS: "
                + "check AWS_ENDPOINT_URL and HTTPS_PROXY."
        case .readOnlyAccount(let account):
            "Account \(account) is read with Relevo's own credentials (accounts.own: direct), which never switch a key "
                + "off. Set `accounts.own: role` to let the enforce role do it."
        case .pathTooLong(let arn):
            "The path of \(ShownValue.text(arn)) holds so many of `*`, `?` and `$` that it doesn't fit into a session policy "
                + "once they are escaped, so Relevo can't act on this user alone and doesn't act. Give the user another "
                + "path (aws iam update-user --new-path), or exempt it."
        case .organizationMissing(let why, isForeign: false): "The organisation's accounts could not be listed: \(why)"
        case .organizationMissing(let why, isForeign: true):
            "The organisation's accounts could not be listed: \(why) List them under `accounts.list` instead, or run "
                + "with the management account's or a delegated administrator's credentials."
        }
    }
}
