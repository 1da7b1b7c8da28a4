package import FoundationEssentials

/// Keeps keys from being deactivated until somebody resumes. An approver requested it, or Relevo made it itself.
package struct Stop: Hashable, Codable, Sendable {
    /// Whose keys stay as they are.
    package enum Scope: Hashable, Codable, Sendable {
        case everything
        case account(id: AccountID)
        case user(account: AccountID, id: UserID)

        /// Nil for everything.
        package var account: AccountID? {
            switch self {
            case .everything: nil
            case .account(let id), .user(let id, _): id
            }
        }

        /// Nil for everything and for an account.
        package var user: UserID? { if case .user(_, let id) = self { id } else { nil } }

        package func covers(_ user: User) -> Bool {
            switch self {
            case .everything: true
            case .account(let account): account == user.account
            case .user(let account, let id): account == user.account && id == user.id
            }
        }
    }

    package enum Cause: Hashable, Codable, Sendable {
        case person(by: String, reason: String)
        /// This many of the account's users with keys are of another type, have another owner or can't be reached any
        /// more since the last complete scan.
        case massChange(changed: Int, users: Int)
        /// This many keys of the account were restored in one civil day.
        case restores(count: Int)
        /// These people left at once, by Slack; some answer for users of the account.
        case manyLeft(people: [Recipient])
        /// Its `type` became machine after its owner had been given a deadline; `was` is the owner before.
        case becameMachine(name: String, was: OwnerMark)

        /// The case without its values.
        package enum Kind: String, Hashable, Sendable { case person, massChange, restores, manyLeft, becameMachine }

        package var kind: Kind {
            switch self {
            case .person: .person
            case .massChange: .massChange
            case .restores: .restores
            case .manyLeft: .manyLeft
            case .becameMachine: .becameMachine
            }
        }

        /// The kind as JSON names it.
        package var code: String { kind.rawValue }
    }

    package let scope: Scope
    package let cause: Cause
    /// On the policy clock.
    package let since: Date

    package init(_ scope: Scope, _ cause: Cause, since: Date) {
        self.scope = scope
        self.cause = cause
        self.since = since
    }

    /// Whether Relevo made it: then any approver may end it.
    package var isAutomatic: Bool { if case .person = cause { false } else { true } }

    /// Whether it holds this user's keys today. For a user who is no longer a machine nothing must be confirmed: its
    /// earlier notices stay valid.
    package func holds(_ user: User) -> Bool {
        guard scope.covers(user) else { return false }
        if case .becameMachine = cause { return user.owner.type == .machine }
        return true
    }

    /// Whether it waits for an approver to say that this person, among many, has really left.
    package func isAbout(leaver: Recipient) -> Bool {
        if case .manyLeft(let people) = cause { people.contains(leaver) } else { false }
    }

    /// Whether an approver must confirm that the user is a machine.
    package var waitsForConfirmation: Bool { if case .becameMachine = cause { true } else { false } }
}

extension Stop {
    /// One sentence for the person who reads the plan.
    package var text: String {
        let demand =
            switch cause {
            case .manyLeft, .becameMachine: "; an approver must confirm that"
            case .person, .massChange, .restores: ""
            }
        return "Deactivations\(extent) have been stopped since \(since.ISO8601Format()): \(why)\(demand)."
    }

    /// One sentence for the person who made it.
    package var madeText: String { "Deactivations\(extent) are stopped." }

    /// One sentence for the person who ended it.
    package var endedText: String {
        "The stop of \(extent.isEmpty ? "all " : "")deactivations\(extent) is ended. It began at "
            + "\(since.ISO8601Format()): \(why)."
    }

    /// Where; empty for everywhere.
    private var extent: String {
        switch scope {
        case .everything: return ""
        case .account(let id): return " in account \(id)"
        case .user(let account, let id):
            let name = if case .becameMachine(let name, _) = cause { name } else { id.rawValue }
            return " of \(name) in account \(account)"
        }
    }

    /// The reason, as the end of a sentence.
    private var why: String {
        switch cause {
        case .person(let by, let reason): "\(reason) (stopped by \(by))"
        case .massChange(let changed, let users):
            "\(changed) of \(users) users with keys changed their type, owner or reachability at once"
        case .restores(let count): "\(count) keys were restored there in one day"
        case .manyLeft(let people): "\(people.count) people left Slack at once"
        case .becameMachine: "its `type` became `machine` after its owner was given a deadline"
        }
    }

    /// What ends it.
    package var command: String {
        switch scope {
        case .everything: "relevo resume --reason … --by …"
        case .account(let id): "relevo resume --account \(id) --reason … --by …"
        case .user(_, let id): "relevo resume \(id) --reason … --by …"
        }
    }
}

/// Every stop that a ledger knows, with its end, in the order in which they were made.
package struct Stops: Hashable, Sendable {
    /// A stop and when it ended; nil while it lasts.
    package struct Span: Hashable, Sendable {
        package let stop: Stop
        package fileprivate(set) var endedAt: Date?
    }

    package private(set) var spans: [Span] = []

    package init() {}

    package mutating func add(_ stop: Stop) { spans.append(Span(stop: stop)) }

    /// Ends every stop in exactly that scope.
    package mutating func end(_ scope: Stop.Scope, at instant: Date) {
        for index in spans.indices where spans[index].stop.scope == scope && spans[index].endedAt == nil {
            spans[index].endedAt = instant
        }
    }

    /// Those that last.
    package var standing: [Stop] { spans.filter { $0.endedAt == nil }.map(\.stop) }

    /// Those that last in exactly that scope.
    package func standing(in scope: Stop.Scope) -> [Stop] { standing.filter { $0.scope == scope } }

    /// Whether one that lasts is for the same cause: for other people who left, an approver must be asked again.
    package func isKnown(_ stop: Stop) -> Bool {
        standing(in: stop.scope).contains { known in
            if case .manyLeft(let people) = stop.cause {
                people.allSatisfy(known.isAbout)
            } else {
                known.cause.kind == stop.cause.kind
            }
        }
    }

    /// The stop that holds this user's keys. If there are several: the one that only concerns this user, else the
    /// first. Nil if there is none.
    package func holding(_ user: User) -> Stop? {
        let all = standing.filter { $0.holds(user) }
        return all.first(where: \.waitsForConfirmation) ?? all.first
    }

    /// When an approver last confirmed that the user is a machine; nil if never. Earlier notices were about a person's
    /// key.
    package func confirmedMachine(_ user: User) -> Date? {
        spans.filter { $0.stop.waitsForConfirmation && $0.stop.scope.covers(user) }.compactMap(\.endedAt).max()
    }
}
