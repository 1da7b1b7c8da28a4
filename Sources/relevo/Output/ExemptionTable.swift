import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Exemptions in force as a table, with their faults in full below it.
struct ExemptionTable {
    private let exemptions: [ExemptionInForce]

    init(_ exemptions: [ExemptionInForce]) { self.exemptions = exemptions }

    func text(_ terminal: Terminal) -> String {
        let names = AccountNames(exemptions.map(\.account))
        var table = TextTable([
            .name("exempt"), .name("account"), .whole("key"), .whole("until"), .sentence("reason"), .name("by"),
            .whole("granted in", rank: 1),
        ])
        var findings: [(account: Account, user: User, text: String)] = []
        for one in exemptions {
            let until = one.exemption.until
            table.add([
                .init(one.user.name), .init(names[one.account.id]), one.key.map { .init($0) } ?? "all",
                .init(until?.asEnd ?? "-", short: until?.addingTimeInterval(-1).day ?? "-"),
                .init(one.exemption.reason ?? "-"),
                .init(one.exemption.approver ?? "-"), .init(one.exemption.source.rawValue),
            ])
            let found = one.flaws.map(\.sentence)
            guard !found.isEmpty else { continue }
            findings.append((one.account, one.user, found.joined(separator: " ")))
        }
        // Users of one account with the same fault share a line.
        let lines = findings.grouped(by: { Fault(account: $0.account.id, text: $0.text) }).map { fault, members in
            let users = members.map { TextTable.plain($0.user.name) }
            return terminal.wrapped("finding: \(AccountNames.listed(users)) in \(fault.account): \(fault.text)")
        }
        return ([table.text(terminal)] + lines).joined(separator: "\n")
    }

    private struct Fault: Hashable {
        let account: AccountID
        let text: String
    }
}

extension Date {
    /// The end of an exemption as a person gives it: its last day, where it ends with a day in UTC.
    var asEnd: String {
        timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) == 0 ? addingTimeInterval(-1).day : isoInstant
    }
}

extension ExemptionFlaw {
    /// What to fix.
    var sentence: String {
        switch self {
        case .endMissing: "The tag relevo-exempt-until is missing."
        case .endUnreadable: "The tag relevo-exempt-until is not a date such as 2026-12-01."
        case .tooLong: "It is longer than policy.max-exemption-days allows, so it ends earlier."
        case .reasonMissing: "The tag relevo-exempt-reason is missing."
        case .approverMissing: "The tag relevo-exempt-by is missing."
        case .approverIsOwner: "The owner of the user approved it: that doesn't count as an approval."
        }
    }
}
