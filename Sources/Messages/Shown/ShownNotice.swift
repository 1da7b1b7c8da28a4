import FoundationEssentials
import KeyPolicy
import Slack

/// How firm a notice is, by its place in the ladder, whatever the ladder's thresholds are.
enum NoticeTone: Int, Comparable {
    case friendly
    case firm
    case last
    /// The one notice of a key that is long past its day.
    case overdue

    init(_ notice: PlannedNotice, ladder: [Int]) {
        if notice.isLast {
            self = .overdue
        } else if let last = ladder.last, notice.stage >= last {
            self = .last
        } else {
            self = notice.stage == ladder.first ? .friendly : .firm
        }
    }

    static func < (left: NoticeTone, right: NoticeTone) -> Bool { left.rawValue < right.rawValue }
}

/// What the first lines of a notice say about all of its keys.
struct ShownNotice {
    let count: Int
    let readers: Readers
    /// The firmest of the keys.
    let tone: NoticeTone
    /// The first of the keys' deadlines.
    let deadline: Date
    /// Whole days until then.
    let daysLeft: Int
    /// When earlier notices of the same round came, oldest first, one a day.
    let earlier: [Date]
    /// What the recipient was sent before was only information.
    let beginsToCount: Bool

    /// No message lists more of them.
    private static let mostDates = 3

    /// Nil for actions that are no notices.
    init?(_ actions: [PlannedAction], for readers: Readers, policy: Policy, now: Date) {
        let notices = actions.compactMap(\.notice)
        let binding = notices.filter(\.isBinding)
        guard let deadline = (binding.isEmpty ? notices : binding).map(\.deadline).min() else { return nil }
        count = actions.count
        self.readers = readers
        tone = notices.map { NoticeTone($0, ladder: policy.ladder) }.max() ?? .friendly
        self.deadline = deadline
        daysLeft = max(0, Days.whole(from: now, to: deadline))
        let days = Dictionary(
            notices.flatMap(\.earlier).map { (CivilDate(at: $0), $0) }, uniquingKeysWith: min)
        earlier = Array(days.values.sorted().suffix(Self.mostDates))
        beginsToCount = notices.contains(where: \.beginsToCount)
    }
}

/// The page of the AWS console about exactly one user.
enum ConsolePage {
    /// Nil for a name that IAM doesn't allow, or a partition without a known console.
    static func address(of user: User) -> String? {
        guard ShellWord(userName: user.name) != nil else { return nil }
        let parts = user.arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        let host: String? =
            switch parts.count > 1 ? parts[1] : "" {
            case "aws": "console.aws.amazon.com"
            case "aws-us-gov": "console.amazonaws-us-gov.com"
            case "aws-cn": "console.amazonaws.cn"
            default: nil
            }
        return host.map { "https://\($0)/iam/home#/users/details/\(escaped(user.name))?section=security_credentials" }
    }

    private static func escaped(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            switch character {
            case "+": text += "%2B"
            case "=": text += "%3D"
            case ",": text += "%2C"
            case "@": text += "%40"
            default: text.append(character)
            }
        }
    }
}
