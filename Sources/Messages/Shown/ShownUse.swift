import FoundationEssentials
import KeyPolicy
import Slack

/// When a key was last used, ready to be shown; not knowing stays not knowing.
enum ShownUse: Equatable {
    case used(at: Date, service: Mrkdwn?, region: Mrkdwn?)
    case never
    case unknown(Mrkdwn)

    /// Use within these seconds calls for stronger words: something still depends on the key.
    static let recent = 2 * Days.seconds

    init(_ use: LastUse) {
        switch use {
        case .used(let at, let service, let region):
            self = .used(at: at, service: Self.shown(service), region: Self.shown(region))
        case .never: self = .never
        case .unknown(let why): self = .unknown(.text(why, limit: 100))
        }
    }

    func isRecent(at now: Date) -> Bool {
        if case .used(let at, _, _) = self { at > now.addingTimeInterval(-Self.recent) } else { false }
    }

    /// IAM says "N/A" for services without regions, such as S3.
    /// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
    private static func shown(_ value: String?) -> Mrkdwn? {
        guard let value, !value.isEmpty, value != "N/A" else { return nil }
        return .text(value, limit: 40)
    }
}
