package import FoundationEssentials

/// One access key as IAM itself lists it.
package struct AccessKey: Hashable, Codable, Sendable {
    package let id: AccessKeyID
    package var status: KeyStatus
    /// `ListAccessKeys.CreateDate` in whole seconds; never the credential report's "last rotated", which may mean "last
    /// changed".
    package let createdAt: Date
    package var lastUse: LastUse

    package init(id: AccessKeyID, status: KeyStatus, createdAt: Date, lastUse: LastUse = .unknown("not looked up")) {
        self.id = id
        self.status = status
        self.createdAt = createdAt.wholeSeconds
        self.lastUse = lastUse
    }

    /// Age in whole days of 86,400 seconds; negative while `now` is before the creation.
    package func age(at now: Date) -> Int { Days.whole(from: createdAt, to: now) }
}

/// A key's status in IAM. Only an active key can be used; an unknown status is kept as it came.
package enum KeyStatus: Hashable, Sendable {
    case active
    case inactive
    case other(String)

    package init(_ text: String) {
        switch text {
        case "Active": self = .active
        case "Inactive": self = .inactive
        default: self = .other(text)
        }
    }

    package var text: String {
        switch self {
        case .active: "Active"
        case .inactive: "Inactive"
        case .other(let text): text
        }
    }
}

extension KeyStatus: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// When a key was last used. An unknown use has its reason and is never reported as `never`.
package enum LastUse: Hashable, Codable, Sendable {
    case used(at: Date, service: String?, region: String?)
    case never
    case unknown(String)

    package var isKnown: Bool {
        if case .unknown = self { false } else { true }
    }

    /// Whether the key was certainly not used since `instant`. IAM's figure has a resolution of 15 minutes and comes
    /// late, so callers allow a day's slack.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
    package func isIdle(since instant: Date) -> Bool {
        switch self {
        case .used(let at, _, _): at < instant
        case .never: true
        case .unknown: false
        }
    }
}
