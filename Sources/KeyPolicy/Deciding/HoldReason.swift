package import FoundationEssentials

/// Why a key is not touched although it is old enough, or why word about it waits; in the order of asking.
package enum HoldReason: Hashable, Sendable {
    case keyNotActive
    case keyTooYoung
    case protected
    case exempt(until: Date, reason: String, approver: String)
    case ownerTypeUnknown(String?)
    case machinesNotEnforced
    case modeNotEnforce(Mode)
    case accountIncomplete
    case recipientUnknown(String)
    case notPromised
    case promiseAhead(Date)
    case noticeTooRecent(Date)
    case channelCopyMissing
    case clocksDisagree
    case outsideWorkingHours
    case deliveryUnknown
    case summaryNotPosted
    case brake(due: Int, allowed: Int)
    case changedSinceDecision(String)
    case lookUpFailed(String)

    /// Whether something that should be known could not be found out.
    package var isFailedLookUp: Bool {
        switch self {
        case .recipientUnknown, .deliveryUnknown, .lookUpFailed: true
        default: false
        }
    }

    /// A stable word for JSON and the ledger.
    package var code: String {
        switch self {
        case .keyNotActive: "keyNotActive"
        case .keyTooYoung: "keyTooYoung"
        case .protected: "protected"
        case .exempt: "exempt"
        case .ownerTypeUnknown: "ownerTypeUnknown"
        case .machinesNotEnforced: "machinesNotEnforced"
        case .modeNotEnforce: "modeNotEnforce"
        case .accountIncomplete: "accountIncomplete"
        case .recipientUnknown: "recipientUnknown"
        case .notPromised: "notPromised"
        case .promiseAhead: "promiseAhead"
        case .noticeTooRecent: "noticeTooRecent"
        case .channelCopyMissing: "channelCopyMissing"
        case .clocksDisagree: "clocksDisagree"
        case .outsideWorkingHours: "outsideWorkingHours"
        case .deliveryUnknown: "deliveryUnknown"
        case .summaryNotPosted: "summaryNotPosted"
        case .brake: "brake"
        case .changedSinceDecision: "changedSinceDecision"
        case .lookUpFailed: "lookUpFailed"
        }
    }
}
