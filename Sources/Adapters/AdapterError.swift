package import AWS
package import KeyWatch

/// What the adapters can't pass on to the core, as sentences for the person who runs Relevo.
package enum AdapterError: Error, Hashable, CustomStringConvertible {
    case malformed(what: String, text: String)
    case readOnlyAccount(String)
    /// A user whose path has so many wildcard characters that, escaped, it doesn't fit into a session policy.
    case pathTooLong(String)
    /// `isForeign`: there is no organization, or these credentials may not list its accounts.
    case organizationMissing(String, isForeign: Bool)

    package var description: String {
        switch self {
        case .malformed(let what, let text):
            "AWS answered with \(what) that isn't valid: \(ShownValue.quoted(text)). The response may not come "
                + "from AWS: check AWS_ENDPOINT_URL and HTTPS_PROXY."
        case .readOnlyAccount(let account):
            "Account \(account) is read with Relevo's own credentials (accounts.own: direct), which never change a "
                + "key. Set `accounts.own: role` to let the enforce role do it."
        case .pathTooLong(let arn):
            "The path of \(ShownValue.quoted(arn)) contains too many `*`, `?` and `$` to fit into a session policy "
                + "when escaped. Relevo can't limit a session to this user, so it does nothing. Give the user another "
                + "path (aws iam update-user --new-path), or exempt it."
        case .organizationMissing(let why, isForeign: false): "The organization's accounts could not be listed: \(why)"
        case .organizationMissing(let why, isForeign: true):
            "The organization's accounts could not be listed: \(why) List them under `accounts.list` instead, or run "
                + "with the management account's or a delegated administrator's credentials."
        }
    }
}

extension AWSError: ClassifiedFailure {
    package var failureKind: FailureKind {
        if isAccessDenied { return .notAllowed }
        if isThrottling { return .throttled }
        return switch kind {
        case .timeOut, .connection, .ambiguous, .malformedResponse, .tooLarge, .incomplete: .noAnswer
        case .refused, .credentials, .configuration: .other
        }
    }
}

/// An error's sentences without the last full stop, to use them within another sentence.
struct ErrorClause: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        let text = "\(error)"
        description = text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}

/// An unexpected value from AWS, as a sentence may show it: short, on one line, in quotes.
enum ShownValue {
    private static let longest = 40

    static func quoted(_ value: String) -> String {
        let start = value.unicodeScalars.prefix(longest + 1)
        let plain = start.prefix(longest).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: Character("?")
            default: Character(scalar)
            }
        }
        return "\"\(String(plain))\(start.count > longest ? "…" : "")\""
    }
}
