package import FoundationEssentials

/// One thing that a run would do about one key.
package struct PlannedAction: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case notice(PlannedNotice)
        case deactivate(round: Int, promise: KeyPromise)
        case announce(Announcement)
        /// Activated again for a while.
        case restore(Restoration)
    }

    package let kind: Kind
    package let account: Account
    package let user: User
    package let key: AccessKey
    package let ageDays: Int
    package let addressee: Addressee
    /// Who created or activated the key; nil until it is looked up, and for actions without an author.
    package var activity: KeyActivityLookup?
    /// What uses a notice's key; nil until it is looked up, and where CloudTrail doesn't say.
    package var use: KeyUse?
    /// The stop that keeps the key active although its message names a deadline; nil where there is none.
    package var stop: Stop?
    /// For a rotated key: the latest deadline that its owner was told.
    package var toldDeadline: Date?
    /// For a key whose owner changed: why nobody can be notified now, so that it stays active; nil where somebody can.
    package var heldOwner: UnreachableReason?
    /// For a rotated key: how many notices it took, and how many the owner's key before it.
    package var notices: NoticeCounts?

    /// Notices of two rounds, each with its own key of the same owner.
    package struct NoticeCounts: Hashable, Codable, Sendable {
        package let now: Int
        package let before: Int

        package init(now: Int, before: Int) {
            self.now = now
            self.before = before
        }
    }

    package init(
        kind: Kind, account: Account, user: User, key: AccessKey, ageDays: Int, addressee: Addressee,
        activity: KeyActivityLookup? = nil
    ) {
        self.kind = kind
        self.account = account
        self.user = user
        self.key = key
        self.ageDays = ageDays
        self.addressee = addressee
        self.activity = activity
    }

    /// The same, for another recipient.
    package func addressed(to recipient: Recipient) -> PlannedAction {
        var action = PlannedAction(
            kind: kind, account: account, user: user, key: key, ageDays: ageDays, addressee: Addressee(recipient),
            activity: activity)
        action.use = use
        action.stop = stop
        action.toldDeadline = toldDeadline
        action.notices = notices
        action.heldOwner = heldOwner
        return action
    }

    /// Whether its message names a day on which the key is deactivated.
    package var isAboutDay: Bool {
        switch kind {
        case .notice, .restore: true
        case .announce(let announcement): announcement.row.isAboutDeactivation
        case .deactivate: false
        }
    }

    package var address: KeyAddress { user.address(of: key.id) }
    package var recipient: Recipient { addressee.recipient }

    // Inlined into loops over actions, it makes the optimizer of Swift 6.3.1 crash in release builds.
    @inline(never)
    package var notice: PlannedNotice? {
        if case .notice(let notice) = kind { notice } else { nil }
    }

    package var announcement: Announcement? {
        if case .announce(let announcement) = kind { announcement } else { nil }
    }

    /// Whether it is a deactivation.
    package var isDeactivation: Bool { if case .deactivate = kind { true } else { false } }

    /// The promised deadline of a deactivation; nil for anything else.
    package var promisedDeadline: Date? {
        if case .deactivate(_, let promise) = kind { promise.deadline } else { nil }
    }

    /// The kind as JSON names it.
    package var kindName: String {
        switch kind {
        case .notice: "notice"
        case .deactivate: "deactivate"
        case .announce(let announcement): announcement.row.kind.rawValue
        case .restore: "restore"
        }
    }

    /// Names the action within its run, the same whenever the same thing is decided.
    package var id: String {
        let stem = "\(kindName)/\(address.account)/\(address.user)/\(address.key)"
        return switch kind {
        case .notice(let notice): "\(stem)/\(notice.round)/\(notice.stage)"
        case .deactivate(let round, _): "\(stem)/\(round)"
        case .announce(let announcement):
            if case .round(let number) = announcement.row.occasion {
                "\(stem)/\(number)/\(recipient.text)"
            } else {
                stem
            }
        case .restore: stem
        }
    }
}

extension [PlannedAction] {
    /// The same actions; announcements of a last notice get that notice's deadline after it was moved.
    package func withDeadlinesOfLastNotices() -> [PlannedAction] {
        var last: [KeyAddress: Date] = [:]
        for action in self {
            if case .notice(let notice) = action.kind, notice.content.isLast {
                last[action.address] = notice.content.deadline
            }
        }
        return map { action in
            guard case .announce(.lastNotice(_, let round)) = action.kind, let deadline = last[action.address] else {
                return action
            }
            return PlannedAction(
                kind: .announce(.lastNotice(deadline: deadline, round: round)), account: action.account,
                user: action.user,
                key: action.key, ageDays: action.ageDays, addressee: action.addressee)
        }
    }
}

/// A deactivated key that is activated again for a while.
package struct Restoration: Hashable, Codable, Sendable {
    /// The first run at or after this instant deactivates it again, if the gate permits. Nil when there is no promise
    /// that it could carry out: the key stays active, and the next round of notices begins as usual.
    package let until: Date?
    package let reason: String

    package init(until: Date?, reason: String) {
        self.until = until
        self.reason = reason
    }
}
