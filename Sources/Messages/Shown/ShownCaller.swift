import FoundationEssentials
import KeyPolicy
import Slack

/// What a key is used by, as a message's readers may see it: all of it is outside text, cleaned and bounded.
struct ShownCaller {
    enum Tool {
        case console
        case program(Mrkdwn)
    }

    /// Nil where CloudTrail doesn't report it.
    let tool: Tool?
    let source: Mrkdwn?
    let service: Mrkdwn
    let region: Mrkdwn
    let at: Date
    let onlyStartsSessions: Bool

    /// Nil if it was not looked up, or isn't known.
    init?(_ action: PlannedAction) {
        guard let use = action.use else { return nil }
        let call = use.last
        tool =
            switch call.tool {
            case .console: .console
            case .vault: .program("aws-vault")
            case .known(let name): .program(.text(name, limit: 40))
            // A name that somebody made up is not read as our own words.
            case .unknown(let name): .program(.code(name, limit: 40))
            case nil: nil
            }
        source = call.source.map { .text($0, limit: 64) }
        service = .text(Self.name(call.service), limit: 40)
        region = .text(call.region, limit: 40)
        at = call.at
        onlyStartsSessions = use.onlyStartsSessions
    }

    /// Nil also if IAM knows of a later use than the call. IAM records the first of the uses within 15 minutes, so the call
    /// that it saw is not older; a later use may be one that CloudTrail doesn't record, such as reading from S3.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
    init?(lastOf action: PlannedAction) {
        self.init(action)
        if case .used(let lastUse, _, _) = action.key.lastUse, at < lastUse.addingTimeInterval(-Self.tolerance) {
            return nil
        }
    }

    /// Seconds between two clocks, and then some.
    private static let tolerance: Double = 3_600

    /// Short names are abbreviations: `EC2`, `IAM`, but `lambda`.
    private static func name(_ service: String) -> String {
        service.utf8.count <= 3 ? service.uppercased() : service
    }
}
