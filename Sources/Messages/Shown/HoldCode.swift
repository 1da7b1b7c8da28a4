/// The codes of `HoldReason`, as summaries count them; every language has words for every one.
enum HoldCode: String, CaseIterable {
    case keyNotActive
    case keyTooYoung
    case protected
    case decoy
    case exempt
    case ownerTypeUnknown
    case machinesNotEnforced
    case modeNotEnforce
    case accountIncomplete
    case recipientUnknown
    case notPromised
    case promiseAhead
    case noticeTooRecent
    case channelCopyMissing
    case ledgerUnconfirmed
    case otherLedger
    case clocksDisagree
    case inUse
    case useUnknown
    case outsideWorkingHours
    case retirementNotOffered
    case notTheOwnersWord
    case successorNotInUse
    case deliveryUnknown
    case summaryNotPosted
    case rate
    case alarm
    case stopped
    case settingsChanged
    case changedSinceDecision
    case lookUpFailed
}
