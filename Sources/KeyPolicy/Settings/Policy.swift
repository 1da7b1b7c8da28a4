package import FoundationEssentials

/// The rules of the ladder, the same for every account.
package struct Policy: Hashable, Sendable {
    /// Ages in whole days at which notices go out, ascending and without repeats; never empty.
    package var ladder: [Int] = [76, 81, 86]
    /// The age in whole days at which a key is deactivated.
    package var deactivateAt: Int = 91
    /// The minimum number of days between the first binding notice of a round and the deadline.
    package var noticeDays: Int = 5
    /// Days from the first notice to the deadline for a key that is first noticed at or past `deactivateAt`.
    package var lateNoticeDays: Int = 15
    /// Days after its deadline during which a promise may still be carried out.
    package var promiseValidDays: Int = 14
    /// Days past the first promised deadline, over a key's whole life, after which one last notice is sent, whose
    /// deadline nothing that an owner can change moves.
    package var maxOverdueDays: Int = 30
    /// Whether machines' keys are deactivated too.
    package var enforcesMachines: Bool = false
    /// Whether users of missing or unknown type are treated as engineers; otherwise they are held.
    package var treatsUntaggedAsEngineers: Bool = false
    /// Whether keys are deactivated whose owner can't be reached, after notices to the channel that gets their messages.
    package var enforcesUnreachable: Bool = false
    /// Whether keys are deactivated whose owner has left, after the same notices.
    package var enforcesLeft: Bool = true
    /// The brake: deactivations in a civil day, over all accounts; and how many deadlines such a day has room for.
    package var maxDeactivations: Int = 10
    /// A percentage of an account's active keys, but at least four keys. It limits how many deadlines a day has room
    /// for there, and how many keys may become due there unexpectedly before the alarm stops the account.
    package var maxPercent: Int = 20
    /// The most days that one exemption may last, wherever it was granted.
    package var maxExemptionDays: Int = 90
    /// The most days that a deadline may move to find room.
    package var maxDelay: Int = 14
    package var passwordLadder: [Int] = [76, 81, 86]
    package var protected: [ARNPattern] = []
    /// Decoys: nobody has a reason to use these users' keys, so any use is an alarm. They get no notices and are never
    /// deactivated.
    package var decoys: [ARNPattern] = []
    /// Granted by the configuration and, once a run has read its ledger, by command; tags grant more, user by user.
    package var exemptions: [Exemption] = []
    /// Set once a run has read its ledger: earlier notices don't count.
    package var gap: LostRuns?
    /// Known once a run has read its ledger.
    package var stops = Stops()
    /// When the ledger first saw exemptions that are too long, once a run has read it.
    package var exemptionsFirstSeen: [Exemption.Sight: Date] = [:]
    /// Set once a run has read its ledger: what other ledgers promised, by account.
    package var floors: [AccountID: LedgerFloor] = [:]
    /// Nil: at any hour.
    package var hours: WorkingHours?
    /// Stages closer than this to a delivered one are merged into the next.
    package static let mergeDays = 3

    package init() {}

    /// Days for which a key that the brake holds keeps its promise after each run that finds it held: at least a week,
    /// because the next run may come some minutes or days later.
    package var waitingValidDays: Int { max(7, promiseValidDays) }

    /// The zone whose days count where a day is written without one.
    package var zone: Zone { hours?.zone ?? .utc }

    /// The civil day at `instant` in that zone.
    package func day(at instant: Date) -> CivilDate {
        CivilDate(at: instant, offset: zone.standing(at: instant).offset)
    }

    /// Whether a key is left active because its owner can't be reached.
    package func holdsOwner(_ reason: UnreachableReason) -> Bool {
        reason == .personLeft ? !enforcesLeft : !enforcesUnreachable
    }

    package func isProtected(_ user: User) -> Bool { protected.contains { $0.matches(user.arn) } }
    package func isDecoy(_ user: User) -> Bool { decoys.contains { $0.matches(user.arn) } }

    /// Every exemption that names the key, including those that are over.
    package func exemptions(of user: User, key: AccessKeyID) -> [Exemption] {
        granted(to: user).filter { $0.names(user, key: key) }
    }

    /// Every exemption of the configuration, of commands and of the user's tags, each cut to the longest time allowed.
    package func granted(to user: User) -> [Exemption] {
        (exemptions + [Exemption(tagsOf: user, zone: zone)].compactMap(\.self)).map { (exemption: Exemption) in
            guard exemption.source != .command, let seen = exemptionsFirstSeen[exemption.sight] else {
                return exemption
            }
            return exemption.cut(at: Days.after(maxExemptionDays, seen))
        }
    }

    package func enforces(_ type: OwnerType) -> Bool {
        switch type {
        case .engineer: true
        case .machine: enforcesMachines
        case .unknown: treatsUntaggedAsEngineers
        }
    }
}

extension Policy {
    /// The number of a user's active keys that are deactivated if nobody rotates them, in an account in mode enforce.
    package func enforceable(_ user: User, at now: Date) -> Int {
        user.keys.filter { key in
            key.status == .active
                && Gate.settingsRefusal(
                    of: key.id, user: user, mode: .enforce, policy: self, now: now, unreachable: nil) == nil
        }.count
    }
}

/// How far Relevo goes in an account; each mode does all that the one before it does.
package enum Mode: String, Codable, Hashable, Sendable, CaseIterable {
    /// Only the summary is posted.
    case report
    /// Owners and the channel are told what *would* happen; nothing is deactivated.
    case notify
    /// Keys are deactivated on the promised day.
    case enforce
}
