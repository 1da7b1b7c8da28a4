import FoundationEssentials
import KeyPolicy
import KeyWatch

/// What became of the accounts: one line for all that were read completely, and one for all that share a fault.
struct AccountLines {
    private let outcomes: [ScanOutcome]
    private let calls: [String: Int]
    private let names: AccountNames

    init(_ outcomes: [ScanOutcome], calls: [String: Int] = [:]) {
        self.outcomes = outcomes
        self.calls = calls
        names = AccountNames(outcomes.map(\.account))
    }

    func text(_ terminal: Terminal) -> String {
        let lines = unknown.map { terminal.marked("✗", .bad, "\(names.listed($0)): unknown, \($1)") }
        return (lines + [leftOut(terminal), complete(terminal)].compactMap(\.self)).joined(separator: "\n")
    }

    /// Accounts that should have been read, with why they were not.
    private var unknown: [([Account], String)] {
        grouped(outcomes.filter { !$0.isLeftOut }.compactMap { one in one.error.map { (one.account, $0) } })
    }

    /// For standard error: what cost more calls and changed nothing, such as a report that could not be used.
    var remarks: [String] {
        let remarks = outcomes.flatMap { outcome in outcome.remarks.map { (outcome.account, $0) } }
        return grouped(remarks).map { "\(subject($0)): \($1)" }
    }

    /// For standard error: why some accounts are unknown.
    var problems: [String] {
        unknown.map { accounts, why in
            "\(subject(accounts)) \(accounts.count == 1 ? "is" : "are") unknown in this run, and nothing is done there: \(why)"
        }
    }

    private func subject(_ accounts: [Account]) -> String {
        accounts.count == 1 ? accounts.map { "\($0.id) (\($0.name))" }.joined() : names.listed(accounts)
    }

    private func leftOut(_ terminal: Terminal) -> String? {
        let accounts = outcomes.filter(\.isLeftOut).map(\.account)
        return accounts.isEmpty ? nil : terminal.marked("–", .faint, "\(names.listed(accounts)): left out by --account")
    }

    private func complete(_ terminal: Terminal) -> String? {
        let complete = outcomes.filter(\.isComplete).map(\.account)
        guard !complete.isEmpty else { return nil }
        let sum = complete.reduce(0) { $0 + (calls[$1.id.rawValue] ?? 0) }
        let cost = sum == 0 ? "" : " (\(Totals.count(sum, "call")))"
        return terminal.marked("✓", .good, "\(names.listed(complete)): read completely\(cost)")
    }

    /// The same sentence about several accounts once.
    private func grouped(_ said: [(account: Account, sentence: String)]) -> [([Account], String)] {
        said.grouped(by: { GeneralText($0.account.id).text($0.sentence) }).map { general, group in
            (group.map(\.account), group.count == 1 ? group[0].sentence : general)
        }
    }
}

/// A text about one account as it holds for every account: without its number and the id of the request.
struct GeneralText {
    private let account: AccountID

    init(_ account: AccountID) { self.account = account }

    func text(_ text: String) -> String {
        var general = text.split(separator: account.rawValue, omittingEmptySubsequences: false)
            .joined(separator: "ACCOUNT")
        while let start = general.firstRange(of: ", request "),
            let end = general[start.upperBound...].firstIndex(of: ")")
        {
            general.removeSubrange(start.lowerBound..<end)
        }
        return general
    }
}

extension Sequence {
    /// Elements with the same key together, in the order in which the keys first appear.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, members: [Element])] {
        var order: [Key] = []
        var members: [Key: [Element]] = [:]
        for element in self {
            let key = key(element)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(element)
        }
        return order.map { ($0, members[$0] ?? []) }
    }
}
