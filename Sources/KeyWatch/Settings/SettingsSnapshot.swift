import Crypto
import FoundationEssentials
import KeyPolicy

/// The configuration of a run, as the ledger keeps it: enough to report what changed since, and to enforce no more
/// than it did.
package struct SettingsSnapshot: Hashable, Codable, Sendable {
    /// What differs for one account.
    package struct Override: Hashable, Codable, Sendable {
        let mode: Mode?
        let channel: SlackChannelID?
        let maxDeactivations: Int?
    }

    /// Working hours, without the zone's rules.
    package struct Hours: Hashable, Codable, Sendable {
        let zone: String
        let days: [Int]
        let from: Int
        let to: Int
        let holidays: [CivilDate]
    }

    package struct Exempted: Hashable, Codable, Sendable {
        let subject: Exemption.Subject
        let until: Date?
        let reason: String?
        let approver: String?
    }

    let mode: Mode
    let accounts: [AccountID: Override]
    let readOnly: [AccountID]
    let teams: [String: SlackChannelID]
    let ladder: [Int]
    /// By the names of `PolicyNumber` and `PolicyFlag`.
    let numbers: [String: Int]
    let flags: [String: Bool]
    let protected: [String]
    let decoys: [String]
    let exemptions: [Exempted]
    let hours: Hours?

    /// - Parameter settings: as configured; what the ledger adds to the policy is not part of it.
    package init(_ settings: WatchSettings) {
        let policy = settings.policy
        mode = settings.mode
        accounts = settings.accounts.mapValues {
            Override(mode: $0.mode, channel: $0.channel, maxDeactivations: $0.maxDeactivations)
        }
        readOnly = settings.readOnly.sorted()
        teams = settings.teams
        ladder = policy.ladder
        numbers = Dictionary(
            PolicyNumber.all.map { ($0.name, policy[keyPath: $0.path]) }, uniquingKeysWith: { $1 })
        flags = Dictionary(PolicyFlag.all.map { ($0.name, policy[keyPath: $0.path]) }, uniquingKeysWith: { $1 })
        protected = Set(policy.protected.map(\.text)).sorted()
        decoys = Set(policy.decoys.map(\.text)).sorted()
        exemptions = policy.exemptions.filter { $0.source == .configuration }.map {
            Exempted(subject: $0.subject, until: $0.writtenUntil, reason: $0.reason, approver: $0.approver)
        }
        hours = policy.hours.map {
            Hours(
                zone: $0.zone.name, days: $0.days.sorted(), from: $0.from, to: $0.to, holidays: $0.holidays.sorted())
        }
    }

    /// The same with other overrides.
    init(_ other: SettingsSnapshot, accounts: [AccountID: Override]) {
        mode = other.mode
        self.accounts = accounts
        (readOnly, teams, ladder) = (other.readOnly, other.teams, other.ladder)
        (numbers, flags) = (other.numbers, other.flags)
        (protected, decoys, exemptions, hours) = (other.protected, other.decoys, other.exemptions, other.hours)
    }

    /// SHA-256 in lower-case hex over its JSON with sorted keys.
    package var digest: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .secondsSince1970
        guard let json = try? encoder.encode(self) else { return "" }
        return SHA256.hash(data: json).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A number of the policy, and which way enforces more.
struct PolicyNumber: Sendable {
    let name: String
    let path: any WritableKeyPath<Policy, Int> & Sendable
    let enforcesMoreWhenLower: Bool

    static let all = [
        PolicyNumber(name: "deactivate-at", path: \.deactivateAt, enforcesMoreWhenLower: true),
        PolicyNumber(name: "notice-days", path: \.noticeDays, enforcesMoreWhenLower: true),
        PolicyNumber(name: "late-notice-days", path: \.lateNoticeDays, enforcesMoreWhenLower: true),
        PolicyNumber(name: "promise-valid-days", path: \.promiseValidDays, enforcesMoreWhenLower: false),
        PolicyNumber(name: "max-deactivations", path: \.maxDeactivations, enforcesMoreWhenLower: false),
        PolicyNumber(name: "max-percent", path: \.maxPercent, enforcesMoreWhenLower: false),
        PolicyNumber(name: "max-overdue-days", path: \.maxOverdueDays, enforcesMoreWhenLower: true),
        PolicyNumber(name: "max-delay", path: \.maxDelay, enforcesMoreWhenLower: true),
        PolicyNumber(name: "max-exemption-days", path: \.maxExemptionDays, enforcesMoreWhenLower: true),
    ]
}

/// A flag of the policy that enforces more when it is on.
struct PolicyFlag: Sendable {
    let name: String
    let path: any WritableKeyPath<Policy, Bool> & Sendable
    let on: String
    let off: String

    static let all = [
        PolicyFlag(name: "machines", path: \.enforcesMachines, on: "enforce", off: "notify"),
        PolicyFlag(name: "untagged", path: \.treatsUntaggedAsEngineers, on: "engineer", off: "hold"),
        PolicyFlag(name: "unreachable", path: \.enforcesUnreachable, on: "enforce", off: "hold"),
        PolicyFlag(name: "left", path: \.enforcesLeft, on: "enforce", off: "hold"),
    ]
}
