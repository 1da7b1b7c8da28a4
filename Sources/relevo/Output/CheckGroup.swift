import Doctor
import FoundationEssentials
import KeyPolicy

/// Checks with the same result, in several accounts or of several things of one kind.
struct CheckGroup {
    let id: String
    let verdict: Check.Verdict
    /// The call that was tried in the accounts; empty for their roles and for what is checked once.
    let action: String
    let meaning: String
    let members: [Check]

    var accounts: [Account] { members.compactMap(\.account) }

    /// In the order in which they first appear.
    static func groups(of checks: [Check]) -> [CheckGroup] {
        let closed = Set(checks.filter { $0.ok != true && $0.id.hasSuffix("-role") }.map(Role.init))
        // That a role can't be assumed says already that its calls could not be tried.
        let shown = checks.filter { check in
            check.verdict != .unknown(fix: nil) || check.action == nil || !closed.contains(Role(check))
        }
        return shown.grouped(by: Key.init).compactMap { CheckGroup($1, $0) }
    }

    /// A role in an account: `audit` or `enforce`.
    private struct Role: Hashable {
        let kind: Substring?
        let account: AccountID?

        init(_ check: Check) {
            kind = check.id.split(separator: "-").first
            account = check.account?.id
        }
    }

    private init?(_ members: [Check], _ key: Key) {
        guard let first = members.first else { return nil }
        id = first.id
        action = key.action
        self.members = members
        // One check alone keeps its own words.
        (verdict, meaning) = members.count == 1 ? (first.verdict, first.meaning) : (key.verdict, key.meaning)
    }

    /// What the members of a group have in common.
    private struct Key: Hashable {
        let id: String
        let verdict: Check.Verdict
        /// Of checks that stay alone, their subject.
        let subject: String
        let action: String
        let meaning: String

        init(_ check: Check) {
            id = check.id
            guard let account = check.account else {
                let isScope = check.id == SlackScopes.id && check.verdict == .good
                verdict = check.verdict
                // Each mistake in the configuration has a line of its own, with its place.
                let isAlone = (check.verdict == .good && !isScope) || check.id == Check.configurationID
                subject = isAlone ? check.subject : ""
                action = ""
                meaning = isScope ? "granted." : check.meaning
                return
            }
            let general = GeneralText(account.id)
            subject = ""
            action = check.action ?? ""
            meaning = general.text(check.meaning)
            verdict =
                switch check.verdict {
                case .good: .good
                case .bad(let fix): .bad(fix: general.text(fix))
                case .warning(let fix): .warning(fix: general.text(fix))
                case .unknown(let fix): .unknown(fix: fix.map(general.text))
                }
        }
    }
}
