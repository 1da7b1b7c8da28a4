package import FoundationEssentials

/// The two clocks of a run. The policy clock decides and may be moved by `--on`; the wall clock times leases.
package struct RunClock: Sendable {
    /// In whole seconds, the precision of everything that is remembered.
    package let policy: @Sendable () -> Date
    package let wall: @Sendable () -> Date
    /// How far this machine's wire clock is ahead of AWS's, in seconds, at the worst so far; nil before any answer.
    package let aheadOfAWS: @Sendable () -> Double?
    /// Whether `--on` moved the policy clock: then what is written down is a story's time, which AWS knows nothing of.
    package let isMoved: Bool
    package let sleep: @Sendable (Double) async throws -> Void
    /// Waits until the lease should be renewed; nil where a run is too short to need it.
    package let heartbeat: (@Sendable () async throws -> Void)?
    /// Waits as long as one account may take to be scanned; nil where that has no limit.
    package let accountTimeUp: (@Sendable () async throws -> Void)?
    /// Waits as long as a run may look for who did what; nil where that has no limit.
    package let lookUpTimeUp: (@Sendable () async throws -> Void)?
    /// Nil where nobody can ask for an early end.
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

    /// Not while AWS has never told its time: then nobody knows.
    package var agreesWithAWS: Bool { aheadOfAWS().map { abs($0) <= Self.tolerance } ?? false }

    /// Throws `WatchRefusal.clockContradicted` unless AWS has told its time and this machine's clock agrees with it: whatever is
    /// written down lasts, and an instant from a wrong clock would count for as long.
    ///
    /// - Parameter isMidway: whether something was done already.
    package func checkAgainstAWS(isMidway: Bool = false) throws {
        guard !isMoved, !agreesWithAWS else { return }
        throw WatchRefusal.clockContradicted(ahead: aheadOfAWS(), isMidway: isMidway)
    }

    /// Whether somebody asked for an early end.
    package var isEndAsked: Bool { end?.isMade() ?? false }

    /// Throws `Interruption` once somebody asked for an early end.
    package func checkEnd() throws { try end?.check() }

    /// The instant that a run decides as of: its start, to the minute, so that a daily job that starts a second earlier five
    /// days on still finds the day it promised come. After a long scan it is later: nothing is decided on an old clock.
    package func decisionInstant(startedAt: Date) -> Date {
        let now = policy()
        let base = now.timeIntervalSince(startedAt) < Self.longScan ? startedAt : now
        return Date(timeIntervalSince1970: (base.timeIntervalSince1970 / 60).rounded(.down) * 60)
    }

    /// Seconds after which a scan counts as long.
    private static let longScan: Double = 600

    /// AWS's `Date` header counts whole seconds and arrives a little later: a difference this small is none.
    package static let grain: Double = 2

    /// `instant` by whichever clock is later, ours or AWS's.
    package func later(_ instant: Date) -> Date {
        let ahead = aheadOfAWS() ?? 0
        return ahead < -Self.grain ? instant.addingTimeInterval(-ahead) : instant
    }

    /// `instant` by whichever clock is earlier, ours or AWS's.
    package func earlier(_ instant: Date) -> Date {
        let ahead = aheadOfAWS() ?? 0
        return ahead > Self.grain ? instant.addingTimeInterval(-ahead) : instant
    }
}

/// Somebody's wish that the work end: asked at each point where it can, between two keys, two messages or two accounts, and
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

/// Ended where it was asked to, before it told or changed anything by itself.
package struct Interruption: Error, Hashable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "Interrupted. Whatever was begun was finished and recorded, and nothing new was done. Run it again when you like."
    }

    /// Why an action was not carried out any more.
    package static let skipped = "The run was interrupted before it came to this; the next run decides afresh."
}
