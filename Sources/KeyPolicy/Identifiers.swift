/// A string that is checked once, where it enters, and trusted afterwards.
///
/// Conforming types refuse malformed text in `init(rawValue:)`; encoding and comparing follow the text.
package protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Codable, Sendable,
    CustomStringConvertible, CodingKeyRepresentable
{}

extension Identifier {
    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension StringProtocol {
    /// Whether the text is made of ASCII capitals and digits only, as AWS's and Slack's ids are.
    var isCapitalsAndDigits: Bool {
        utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}

/// An AWS account, by its twelve digits.
package struct AccountID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard rawValue.utf8.count == 12, rawValue.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.rawValue = rawValue
    }
}

/// An IAM user by its unique id (`AIDA…`), which no other user ever gets, even when a name is reused.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
package struct UserID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (16...128).contains(rawValue.utf8.count), rawValue.isCapitalsAndDigits else { return nil }
        self.rawValue = rawValue
    }
}

/// An IAM access key by its id (`AKIA…`).
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
package struct AccessKeyID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (16...128).contains(rawValue.utf8.count), rawValue.isCapitalsAndDigits else { return nil }
        self.rawValue = rawValue
    }

    /// The id as others may see it: `AKIA…WXYZ`.
    package var masked: String { "\(rawValue.prefix(4))…\(rawValue.suffix(4))" }
}

/// The address of a key. Names are reused and slots change, so neither identifies a key.
package struct KeyAddress: Hashable, Codable, Sendable, Comparable {
    package let account: AccountID
    package let user: UserID
    package let key: AccessKeyID

    package init(account: AccountID, user: UserID, key: AccessKeyID) {
        self.account = account
        self.user = user
        self.key = key
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.account, left.user, left.key) < (right.account, right.user, right.key)
    }
}

/// One run of Relevo, as it appears in summaries, the ledger and AWS's role session names.
package struct RunID: Identifier {
    package let rawValue: String

    /// Accepts 8 to 40 characters that a role session name may contain.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    package init?(rawValue: String) {
        let allowed = rawValue.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
        }
        guard (8...40).contains(rawValue.utf8.count), allowed else { return nil }
        self.rawValue = rawValue
    }

    /// Makes one from any text: characters that a role session name may not contain are left out.
    package init(stamp: String, tail: String) {
        let kept = "\(stamp)-\(tail)".lowercased().utf8.filter {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
        }
        let text = String(decoding: kept.prefix(40), as: UTF8.self)
        rawValue = text.count < 8 ? text + String(repeating: "0", count: 8 - text.count) : text
    }
}

/// Relevo's id for a message. It is in the Slack metadata, so that the message can be looked up after a lost answer.
package struct MessageID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (8...64).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D })
        else { return nil }
        self.rawValue = rawValue
    }
}

/// A person in Slack (`U…`, or `W…` on Enterprise Grid).
package struct SlackUserID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (3...32).contains(rawValue.utf8.count), rawValue.hasPrefix("U") || rawValue.hasPrefix("W"),
            rawValue.isCapitalsAndDigits
        else { return nil }
        self.rawValue = rawValue
    }
}

/// A channel in Slack (`C…`, or `G…` for older private ones); a name such as `#keys` is not an id.
package struct SlackChannelID: Identifier {
    package let rawValue: String

    package init?(rawValue: String) {
        guard (3...32).contains(rawValue.utf8.count), rawValue.hasPrefix("C") || rawValue.hasPrefix("G"),
            rawValue.isCapitalsAndDigits
        else { return nil }
        self.rawValue = rawValue
    }
}
