import FoundationEssentials

extension HoldReason {
    /// One sentence for the person who reads the plan.
    package var text: String {
        switch self {
        case .keyNotActive: "The key is not active."
        case .keyTooYoung: "The key is not old enough."
        case .protected: "The user is protected by the configuration and is never touched."
        case .exempt(let until, let reason, let approver):
            "Exempt until \(until.ISO8601Format()) (\(reason); approved by \(approver))."
        case .ownerTypeUnknown(nil): "The user has no `type` tag; tag it `engineer` or `machine`."
        case .ownerTypeUnknown(let type?):
            "The user's `type` tag says “\(type)”, which is neither `engineer` nor `machine`."
        case .machinesNotEnforced: "Machines' keys are not deactivated (policy.machines is `notify`)."
        case .modeNotEnforce(let mode): "The account is in mode `\(mode.rawValue)`, not `enforce`."
        case .accountIncomplete: "The account could not be read completely in this run."
        case .recipientUnknown(let why): "Slack could not say whether the owner can be reached (\(why))."
        case .notPromised: "No binding notice of this round has been delivered to today's recipient."
        case .promiseAhead(let deadline): "The promised deadline is \(deadline.ISO8601Format())."
        case .noticeTooRecent(let until):
            "The first binding notice was delivered too recently; it has its full time at \(until.ISO8601Format())."
        case .channelCopyMissing: "The notice's copy has not reached the security channel."
        case .clocksDisagree: "This machine's clock and AWS's are over five minutes apart."
        case .outsideWorkingHours: "It is outside the configured working hours."
        case .deliveryUnknown: "Nobody knows yet whether an earlier message about this key arrived."
        case .summaryNotPosted: "The run's summary could not be posted."
        case .brake(let due, let allowed):
            "The brake holds: \(due) deactivations are due and \(allowed) are allowed; "
                + "raise `policy.max-deactivations` or `policy.max-percent` if they should go on."
        case .changedSinceDecision(let what): "Read again just before the deactivation, \(what)."
        case .lookUpFailed(let why): "It could not be read again just before the deactivation (\(why))."
        }
    }
}
