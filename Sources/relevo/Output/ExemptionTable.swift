import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Exemptions in force as a person reads them; what is wrong with one stands in its last column.
struct ExemptionTable {
    private let exemptions: [ExemptionInForce]

    init(_ exemptions: [ExemptionInForce]) { self.exemptions = exemptions }

    func text(_ terminal: Terminal) -> String {
        var table = TextTable(["exempt", "account", "key", "until", "reason", "by", "granted in", "finding"])
        for one in exemptions {
            table.add([
                one.user.name, one.account.id.rawValue, one.key?.masked ?? "all",
                one.exemption.until?.isoInstant ?? "-",
                one.exemption.reason ?? "-", one.exemption.approver ?? "-", one.exemption.source.rawValue,
                one.flaws.map(\.sentence).joined(separator: " "),
            ])
        }
        return table.text(terminal)
    }
}

extension ExemptionFlaw {
    /// What to mend.
    var sentence: String {
        switch self {
        case .endMissing: "The tag relevo-exempt-until is missing."
        case .endUnreadable: "The tag relevo-exempt-until is no date such as 2026-12-01."
        case .tooLong: "Tags may grant 90 days; use `relevo exempt` or the configuration for more."
        case .reasonMissing: "The tag relevo-exempt-reason is missing."
        case .approverMissing: "The tag relevo-exempt-by is missing."
        }
    }
}
