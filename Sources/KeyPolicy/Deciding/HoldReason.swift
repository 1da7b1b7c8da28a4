package import FoundationEssentials

/// Why a key that is old enough is not deactivated, or why a message about it waits: first the gate's reasons, in the
/// order of its checks.
package enum HoldReason: Hashable, Codable, Sendable {
    case keyNotActive
    /// The user gets no notices, and its keys are never deactivated.
    case decoy
    case protected
    case exempt(Exemption)
    case ownerTypeUnknown(String?)
    case machinesNotEnforced
    /// Nobody who could rotate it would be notified.
    case ownerUnreachable(UnreachableReason)
    case modeNotEnforce(Mode)
    case keyTooYoung
    case accountIncomplete
    case notPromised
    case promiseAhead(Date)
    case noticeTooRecent(Date)
    case channelCopyMissing
    /// Deactivations are stopped until somebody resumes. Checked after `exempt` if it waits for a confirmation.
    case stopped(Stop)
    /// It is unknown whether this ledger is the newest one.
    case ledgerUnconfirmed(String)
    /// Another ledger, or runs that this one doesn't know, announced deadlines in this account up to then.
    case otherLedger(LedgerFloor)
    case clocksDisagree
    /// A machine's key that is in use.
    case inUse(Date)
    /// A machine's key whose last use is unknown.
    case useUnknown(String)
    case outsideWorkingHours
    /// Early deactivation: it was not offered to the owner, or somebody else agreed.
    case retirementNotOffered
    case notTheOwnersWord(String)
    case successorNotInUse
    /// From here on: from outside the gate.
    case recipientUnknown(String)
    case deliveryUnknown
    case summaryNotPosted
    /// Due, and waiting for its turn: the brake limits deactivations per day, and the oldest promises come first.
    case rate(expected: Date)
    /// More keys became due than expected: in its account or, when `isEverywhere`, in the organization.
    case alarm(unexpected: Int, allowed: Int, isEverywhere: Bool)
    /// The configuration became stricter today; until tomorrow the earlier settings apply too.
    case settingsChanged(String)
    case changedSinceDecision(String)
    case lookUpFailed(String)

    /// Whether a look-up failed.
    package var isFailedLookUp: Bool {
        switch self {
        case .recipientUnknown, .deliveryUnknown, .lookUpFailed, .ledgerUnconfirmed, .clocksDisagree: true
        default: false
        }
    }

    /// Whether it holds everything that is due in an account, no matter which key.
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
        case ownerUnreachable, modeNotEnforce, accountIncomplete, recipientUnknown, notPromised, promiseAhead
        case noticeTooRecent, channelCopyMissing, ledgerUnconfirmed, otherLedger, clocksDisagree, inUse, useUnknown
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
        case .ownerUnreachable: .ownerUnreachable
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

extension HoldReason {
    /// One sentence for the person who reads the plan.
    package var text: String {
        switch self {
        case .keyNotActive: "The key is not active."
        case .keyTooYoung: "The key is not old enough."
        case .protected: "The configuration protects the user; its keys are never deactivated."
        case .decoy: "The user is a decoy: it gets no notices, and any use of its keys raises an alert."
        case .exempt(let exemption): exemption.text
        case .ownerTypeUnknown(nil): "The user has no `type` tag; tag it `engineer` or `machine`."
        case .ownerTypeUnknown(let type?):
            "The user's `type` tag says “\(type)”, which is neither `engineer` nor `machine`."
        case .machinesNotEnforced: "Machines' keys are not deactivated (policy.machines is `notify`)."
        case .ownerUnreachable(let reason):
            "Its owner can't be reached, so nobody would be notified (policy.\(reason == .personLeft ? "left" : "unreachable") "
                + "is `hold`): \(reason.text)"
        case .modeNotEnforce(let mode): "The account is in mode `\(mode.rawValue)`, not `enforce`."
        case .accountIncomplete: "The account could not be read completely in this run."
        case .recipientUnknown(let why): "Slack did not answer whether the owner can be reached (\(why))."
        case .notPromised: "No binding notice of this round has been delivered to today's recipient."
        case .promiseAhead(let deadline): "The promised deadline is \(deadline.ISO8601Format())."
        case .noticeTooRecent(let until):
            "The first binding notice was delivered too recently; its full notice period ends at \(until.ISO8601Format())."
        case .channelCopyMissing: "The notice's copy has not reached the security channel."
        case .ledgerUnconfirmed(let why):
            "It is unknown whether this ledger is the newest one (\(why))."
        case .otherLedger(let floor):
            if let ledger = floor.ledger {
                "Runs that this ledger doesn't contain (of ledger \(LedgerFloor.shortName(ledger))) announced "
                    + "deadlines in this account up to \(floor.until.ISO8601Format())."
            } else {
                "Runs that this ledger doesn't contain may have announced deadlines up to "
                    + "\(floor.until.ISO8601Format())."
            }
        case .clocksDisagree: "This machine's clock and AWS's are over five minutes apart."
        case .inUse(let at):
            "It was used on \(at.ISO8601Format()), and machines' keys in use are never deactivated; rotate it."
        case .useUnknown(let why):
            "It is unknown whether the key is in use (\(why)), and machines' keys in use are never deactivated."
        case .outsideWorkingHours: "It is outside the configured working hours."
        case .retirementNotOffered:
            "Its owner has not been asked yet whether to deactivate it early; the next run asks once the key is unused "
                + "and its successor is in use."
        case .notTheOwnersWord(let answers):
            "Only the key's owner can agree to deactivate it early, and that is \(answers)."
        case .successorNotInUse: "No younger active key of the same user was used in the last two days."
        case .deliveryUnknown: "It is unknown whether an earlier message about this key arrived."
        case .summaryNotPosted: "The run's summary could not be posted."
        case .rate(let expected):
            "It waits for its turn: no more keys are deactivated in a day than policy.max-deactivations allows. It is "
                + "expected to be deactivated on \(expected.ISO8601Format())."
        case .alarm(let unexpected, let allowed, let isEverywhere):
            "The alarm stops \(isEverywhere ? "every account" : "its account"): \(unexpected) keys became due "
                + "unexpectedly, and \(allowed) are allowed. Check the list; then release it "
                + "with `relevo run --release-brake` and the id of this run."
        case .stopped(let stop): "\(stop.text) `\(stop.command)` ends it."
        case .settingsChanged(let before):
            "The configuration became stricter today; until tomorrow the earlier settings apply too: \(before)"
        case .changedSinceDecision(let what):
            "When it was read again just before the deactivation, \(what)."
        case .lookUpFailed(let why): "It could not be read again just before the deactivation (\(why))."
        }
    }
}

/// A key or a message that is due and held, with the reason.
package struct HeldKey: Hashable, Codable, Sendable {
    package let account: Account
    package let user: User
    package let key: AccessKey
    package let ageDays: Int
    package let addressee: Addressee
    package let reason: HoldReason

    package init(
        account: Account, user: User, key: AccessKey, ageDays: Int, addressee: Addressee, reason: HoldReason
    ) {
        self.account = account
        self.user = user
        self.key = key
        self.ageDays = ageDays
        self.addressee = addressee
        self.reason = reason
    }

    package var address: KeyAddress { user.address(of: key.id) }
}
