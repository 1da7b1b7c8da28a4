package import FoundationEssentials

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

    /// Ends everything that stands in exactly that scope.
    package mutating func end(_ scope: Stop.Scope, at instant: Date) {
        for index in spans.indices where spans[index].stop.scope == scope && spans[index].endedAt == nil {
            spans[index].endedAt = instant
        }
    }

    /// Those that last.
    package var standing: [Stop] { spans.filter { $0.endedAt == nil }.map(\.stop) }

    /// Those that last in exactly that scope.
    package func standing(in scope: Stop.Scope) -> [Stop] { standing.filter { $0.scope == scope } }

    /// What holds this user's keys; of several the one that only concerns this user, else the first. Nil where nothing does.
    package func holding(_ user: User) -> Stop? {
        let all = standing.filter { $0.holds(user) }
        return all.first(where: \.waitsForConfirmation) ?? all.first
    }

    /// When an approver last confirmed that the user is a machine; nil if never. What was said before was said of a person's key.
    package func confirmedMachine(_ user: User) -> Date? {
        spans.filter { $0.stop.waitsForConfirmation && $0.stop.scope.covers(user) }.compactMap(\.endedAt).max()
    }
}
