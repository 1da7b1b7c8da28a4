package import FoundationEssentials

/// The two clocks of a run. The policy clock decides and may be moved by `--on`; the wall clock times leases.
package struct RunClock: Sendable {
    /// In whole seconds, the precision of everything that is remembered.
    package let policy: @Sendable () -> Date
    package let wall: @Sendable () -> Date
    /// How far this machine's wire clock is ahead of AWS's, in seconds, the largest difference so far; nil before any
    /// answer.
    package let aheadOfAWS: @Sendable () -> Double?
    /// Whether `--on` moved the policy clock: then recorded instants are not real time and are not compared with
    /// AWS's.
    package let isMoved: Bool
    package let sleep: @Sendable (Double) async throws -> Void
    /// Waits until the lease should be renewed; nil where a run is too short to need it.
    package let heartbeat: (@Sendable () async throws -> Void)?
    /// Waits as long as one account may take to be scanned; nil where that has no limit.
    package let accountTimeUp: (@Sendable () async throws -> Void)?
    /// Waits as long as a run may ask who has left, what was done to keys, and what uses them, each; nil where that has
    /// no limit.
    package let lookUpTimeUp: (@Sendable () async throws -> Void)?
    /// Nil where an early end can't be requested.
    package let end: EndRequest?

    package init(
        policy: @escaping @Sendable () -> Date, wall: @escaping @Sendable () -> Date,
        aheadOfAWS: @escaping @Sendable () -> Double?, isMoved: Bool = false,
        sleep: @escaping @Sendable (Double) async throws -> Void, heartbeat: (@Sendable () async throws -> Void)? = nil,
        accountTimeUp: (@Sendable () async throws -> Void)? = nil,
        lookUpTimeUp: (@Sendable () async throws -> Void)? = nil, end: EndRequest? = nil
    ) {
        self.policy = policy
        self.wall = wall
        self.aheadOfAWS = aheadOfAWS
        self.isMoved = isMoved
        self.sleep = sleep
        self.heartbeat = heartbeat
        self.accountTimeUp = accountTimeUp
        self.lookUpTimeUp = lookUpTimeUp
        self.end = end
    }

    /// The largest difference at which anything is still written or done, in seconds; AWS refuses signatures beyond it.
    package static let tolerance: Double = 300

    /// False until AWS has sent its time.
    package var agreesWithAWS: Bool { aheadOfAWS().map { abs($0) <= Self.tolerance } ?? false }

    /// Throws `WatchRefusal.clockContradicted` unless AWS has sent its time and this machine's clock agrees with it:
    /// events last, and an instant from a wrong clock would count as long.
    ///
    /// - Parameter isMidway: whether something was done already.
    package func checkAgainstAWS(isMidway: Bool = false) throws {
        guard !isMoved, !agreesWithAWS else { return }
        throw WatchRefusal.clockContradicted(ahead: aheadOfAWS(), isMidway: isMidway)
    }

    /// Whether an early end was requested.
    package var isEndAsked: Bool { end?.isMade() ?? false }

    /// Throws `Interruption` after an early end was requested.
    package func checkEnd() throws { try end?.check() }

    /// The instant that a run decides as of: its start, to the minute, so that a daily job that starts a second
    /// earlier five days later still finds that the deadline has come. After a long scan it is the current time.
    package func decisionInstant(startedAt: Date) -> Date {
        let now = policy()
        let base = now.timeIntervalSince(startedAt) < Self.longScan ? startedAt : now
        return Date(timeIntervalSince1970: (base.timeIntervalSince1970 / 60).rounded(.down) * 60)
    }

    /// Seconds after which a scan counts as long.
    private static let longScan: Double = 600

    /// AWS's `Date` header has whole seconds and arrives a little later, so a difference this small is ignored.
    package static let grain: Double = 2

    /// `instant` by the later of our clock and AWS's.
    package func later(_ instant: Date) -> Date {
        let ahead = aheadOfAWS() ?? 0
        return ahead < -Self.grain ? instant.addingTimeInterval(-ahead) : instant
    }

    /// `instant` by the earlier of our clock and AWS's.
    package func earlier(_ instant: Date) -> Date {
        let ahead = aheadOfAWS() ?? 0
        return ahead > Self.grain ? instant.addingTimeInterval(-ahead) : instant
    }
}

/// A request to end the work early: checked wherever that is safe, between two keys, two messages or two accounts, and
/// never between an intent and its result.
package struct EndRequest: Sendable {
    package let isMade: @Sendable () -> Bool
    /// Returns once it is made; throws when its task is cancelled first.
    package let made: @Sendable () async throws -> Void

    package init(isMade: @escaping @Sendable () -> Bool, made: @escaping @Sendable () async throws -> Void) {
        self.isMade = isMade
        self.made = made
    }

    /// Throws `Interruption` once it is made.
    package func check() throws { if isMade() { throw Interruption() } }
}

/// The work ended on request, before it sent or changed anything.
package struct Interruption: Error, Hashable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "Interrupted. What was begun was finished and recorded, and nothing new was done. You can run it again at any time."
    }

    /// Why an action was no longer carried out.
    package static let skipped = "The run was interrupted before this; the next run decides again."
}
