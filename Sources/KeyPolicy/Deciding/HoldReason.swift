package import FoundationEssentials

/// Why a key is not touched although it is old enough, or why word about it waits; in the order of asking.
package enum HoldReason: Hashable, Sendable {
    case keyNotActive
    case keyTooYoung
    case protected
    /// Bait: never told, never touched.
    case decoy
    case exempt(Exemption)
    case ownerTypeUnknown(String?)
    case machinesNotEnforced
    case modeNotEnforce(Mode)
    case accountIncomplete
    case recipientUnknown(String)
    case notPromised
    case promiseAhead(Date)
    case noticeTooRecent(Date)
    case channelCopyMissing
    /// Nobody can say whether this ledger is the one that the last run wrote.
    case ledgerUnconfirmed(String)
    /// Another ledger, or runs that this one doesn't know, told deadlines in this account up to then.
    case otherLedger(LedgerFloor)
    case clocksDisagree
    /// A machine's key that something still signs with.
    case inUse(Date)
    /// A machine's key of which nobody can say whether it is in use.
    case useUnknown(String)
    case outsideWorkingHours
    /// Early retirement: the owner has not been offered it, or somebody else agreed.
    case retirementNotOffered
    case notTheOwnersWord(String)
    case successorNotInUse
    case deliveryUnknown
    case summaryNotPosted
    /// Due, and waiting for its turn: no more go in a day than the brake allows, the oldest promises first.
    case rate(expected: Date)
    /// More fell due than any day explains: in its account or, when `isEverywhere`, in the organization.
    case alarm(unexpected: Int, allowed: Int, isEverywhere: Bool)
    /// Deactivations are stopped until somebody resumes.
    case stopped(Stop)
    /// The configuration enforces more since today, and what it enforced before still counts until tomorrow.
    case settingsChanged(String)
    case changedSinceDecision(String)
    case lookUpFailed(String)

    /// Whether something that should be known could not be found out.
    package var isFailedLookUp: Bool {
        switch self {
        case .recipientUnknown, .deliveryUnknown, .lookUpFailed, .ledgerUnconfirmed, .clocksDisagree: true
        default: false
        }
    }

    /// Whether it stands against everything that is due in an account, whatever the key.
    package var closesAccount: Bool {
        switch self {
        case .modeNotEnforce, .accountIncomplete, .recipientUnknown, .ledgerUnconfirmed, .otherLedger, .clocksDisagree,
            .outsideWorkingHours, .summaryNotPosted, .alarm, .settingsChanged, .lookUpFailed:
            true
        case .stopped(let stop): if case .user = stop.scope { false } else { true }
        default: false
        }
    }

    /// A reason without its details. JSON and the ledger store these names; summaries count by them.
    package enum Code: String, CaseIterable, Hashable, Codable, Sendable {
        case keyNotActive, keyTooYoung, protected, decoy, exempt, ownerTypeUnknown, machinesNotEnforced
        case modeNotEnforce, accountIncomplete, recipientUnknown, notPromised, promiseAhead, noticeTooRecent
        case channelCopyMissing, ledgerUnconfirmed, otherLedger, clocksDisagree, inUse, useUnknown
        case outsideWorkingHours, retirementNotOffered, notTheOwnersWord, successorNotInUse, deliveryUnknown
        case summaryNotPosted, rate, alarm, stopped, settingsChanged, changedSinceDecision, lookUpFailed
    }

    package var code: Code {
        switch self {
        case .keyNotActive: .keyNotActive
        case .keyTooYoung: .keyTooYoung
        case .protected: .protected
        case .decoy: .decoy
        case .exempt: .exempt
        case .ownerTypeUnknown: .ownerTypeUnknown
        case .machinesNotEnforced: .machinesNotEnforced
        case .modeNotEnforce: .modeNotEnforce
        case .accountIncomplete: .accountIncomplete
        case .recipientUnknown: .recipientUnknown
        case .notPromised: .notPromised
        case .promiseAhead: .promiseAhead
        case .noticeTooRecent: .noticeTooRecent
        case .channelCopyMissing: .channelCopyMissing
        case .ledgerUnconfirmed: .ledgerUnconfirmed
        case .otherLedger: .otherLedger
        case .clocksDisagree: .clocksDisagree
        case .inUse: .inUse
        case .useUnknown: .useUnknown
        case .outsideWorkingHours: .outsideWorkingHours
        case .retirementNotOffered: .retirementNotOffered
        case .notTheOwnersWord: .notTheOwnersWord
        case .successorNotInUse: .successorNotInUse
        case .deliveryUnknown: .deliveryUnknown
        case .summaryNotPosted: .summaryNotPosted
        case .rate: .rate
        case .alarm: .alarm
        case .stopped: .stopped
        case .settingsChanged: .settingsChanged
        case .changedSinceDecision: .changedSinceDecision
        case .lookUpFailed: .lookUpFailed
        }
    }
}
