package import KeyPolicy

/// One thing that happens. Users and keys go by numbers that the history gave them, so that steps can be taken out: a
/// step about a missing user or key does nothing.
package enum Step: Hashable, Codable, Sendable {
    case wait(hours: Double)
    case run(RunStep)

    // People and keys
    case hire(user: Int, account: Int, name: String, tags: [String: String])
    case dismiss(user: Int)
    case rename(user: Int, to: String)
    /// Nil removes the tag.
    case tag(user: Int, name: String, value: String?)
    case createKey(key: Int, user: Int, ageDays: Double)
    case deleteKey(KeyName)
    case switchOff(KeyName)
    case switchOn(KeyName)
    case use(KeyName, hoursAgo: Double)
    /// Hundreds of users with one old key each.
    case crowd(account: Int, users: Int, ageDays: Double)

    // Exceptions
    case exemptByTags(user: Int, TagExemption?)
    /// Nil days remove it from the configuration again.
    case exemptByConfiguration(Subject, days: Int?)
    case exemptByCommand(Subject, days: Int)
    case endExemption(Subject)
    case protect(user: Int, Bool)
    case decoy(user: Int, Bool)

    // Configuration
    case mode(Mode, account: Int?)
    case edit(PolicyEdit)

    // Trouble
    case slack(SlackTrouble)
    case person(String, PersonAnswer)
    case aws(AWSTrouble)
    /// Slack and AWS work again.
    case recover
    case leave(account: Int)
    case comeBack(account: Int)
    /// How far this machine's clock is ahead of the true time from now on; nil: AWS never sends its time.
    case clock(aheadSeconds: Double?)
    case copyLedger
    case putBackLedger
    case newLedger
    /// The ledger is put aside, and the one that was put aside before takes its place; a new one the first time.
    case otherLedger
    /// Somebody deletes the last summary from the channel.
    case deleteSummary
    /// The Slack app is created again; the configuration may name the earlier one, at once or by `nameApps`.
    case newApp(isNamed: Bool)
    case nameApps
    /// Another app posts deadlines of 2099 as if it were Relevo, perhaps in this ledger's own name.
    case foreignMarker(inOwnName: Bool)

    // Commands
    case restore(KeyName, hours: Double, crash: Kill?)
    /// Every key of the last run that deactivated any.
    case restoreRun(hours: Double, crash: Kill?)
    /// Nil for everything.
    case stop(account: Int?, crash: Kill?)
    case resume(account: Int?)
    case confirmMachine(user: Int)
}

/// One run of Relevo and what happens to it.
package struct RunStep: Hashable, Codable, Sendable {
    package var crash: Kill?
    /// SIGTERM: it is asked to end, and notices at its n-th check.
    package var endsAtCheck: Int?
    /// It pauses at its n-th call until its lease expired and another run began and ended.
    package var stallAtCall: Int?
    /// Another run holds the lease.
    package var isSecond = false
    /// Accepts the ledger if the last run refused it as too old.
    package var accepts = false
    /// Releases the brake's last list.
    package var releases = false
    /// Only this account.
    package var only: Int?
    /// What happens after everything was decided, just before the first enforce session is opened.
    package var race: Race?
    /// Somebody stops everything while it makes its n-th call.
    package var stopAtCall: Int?

    package init(crash: Kill? = nil) { self.crash = crash }
}

/// A user changing in the middle of a run.
package enum Race: Hashable, Codable, Sendable {
    case tagged(user: Int, name: String, value: String)
    case used(KeyName)
    case switchedOffAndOn(KeyName)
}

/// SIGKILL at the n-th call.
package struct Kill: Hashable, Codable, Sendable {
    package var call: Int
    /// The call still has its effect.
    package var isAfter: Bool
}

/// A key by its number, or the one that Relevo last deactivated.
package enum KeyName: Hashable, Codable, Sendable {
    case key(Int)
    case lastOff
}

package enum Subject: Hashable, Codable, Sendable {
    case user(Int)
    case key(Int)
}
