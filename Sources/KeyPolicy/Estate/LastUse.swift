package import FoundationEssentials

/// When a key was last used; not knowing is said with its reason and is never "never".
package enum LastUse: Hashable, Codable, Sendable {
    case used(at: Date, service: String?, region: String?)
    case never
    case unknown(String)

    package var isKnown: Bool {
        if case .unknown = self { false } else { true }
    }

    /// Whether the key was surely not used since `instant`. IAM's figure has a grain of 15 minutes and lags,
    /// so callers leave a day's slack. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
    package func isIdle(since instant: Date) -> Bool {
        switch self {
        case .used(let at, _, _): at < instant
        case .never: true
        case .unknown: false
        }
    }
}
