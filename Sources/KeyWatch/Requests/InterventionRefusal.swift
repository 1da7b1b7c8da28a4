package import FoundationEssentials
package import KeyPolicy

/// Why a request did nothing.
package enum InterventionRefusal: Error, Hashable, CustomStringConvertible {
    case unknownKey(AccessKeyID)
    case unknownUser(String)
    case severalUsers(String, accounts: [AccountID])
    case notDeactivatedByRelevo(AccessKeyID)
    /// Nothing had to be done. `until`: the end of the restore that made it active.
    case activeAlready(AccessKeyID, until: Date?)
    case notInactive(AccessKeyID, status: String)
    case changed(AccessKeyID, String)
    case unsettled(AccessKeyID)
    case messageTooLong
    case notAhead(Date)
    case exemptionTooLong(days: Int)
    /// Nobody approves anything for their own user.
    case approverIsOwner(String, user: String)
    case unknownAccount(AccountID, known: [AccountID])
    case notStopped(Stop.Scope, standing: [Stop])
    case stoppedByThemselves(String)
    case nothingDeactivated(run: RunID)
    case noSuchExemption(String, elsewhere: Exemption.Source?)
    /// Unlike for a run, nobody else does the work.
    case leaseHeld(by: RunID?)
    case leaseLost(by: RunID?)

    package var description: String {
        switch self {
        case .unknownKey(let key):
            "The inventory has no key \(key.masked). Nothing was done. Check the id, or run `relevo scan` first."
        case .unknownUser(let text):
            "The inventory has no user \(text). Nothing was done. Give the name, ARN or id (AIDA…), or run "
                + "`relevo scan` first."
        case .severalUsers(let name, let accounts):
            "\(accounts.count) accounts have a user \(name) (\(accounts.map(\.rawValue).joined(separator: ", "))). "
                + "Nothing was done. Name one with `--account`."
        case .activeAlready(let key, let until):
            "\(key.masked) is active already"
                + (until.map { ", by a restore until \($0.ISO8601Format())" } ?? "") + ". Nothing was done."
        case .notDeactivatedByRelevo(let key):
            "\(key.masked) was not deactivated by Relevo, or it was activated again since then: there is nothing to restore. "
                + "Nothing was done. `relevo history \(key)` shows what happened."
        case .notInactive(let key, let status):
            "\(key.masked) is \(status) in IAM, not Inactive. Nothing was done. If it was deactivated in the last minutes, "
                + "IAM may still show its earlier status: try again in five minutes."
        case .changed(let key, let what):
            "\(key.masked) doesn't match the inventory: \(what). Nothing was done. Run `relevo scan` and try again."
        case .unsettled(let key):
            "The result of an earlier change of \(key.masked) is not known yet. Nothing was done. The next `relevo run` "
                + "reads it; try again then."
        case .messageTooLong:
            "The message about it is too long for Slack. Nothing was done. Shorten the reason."
        case .notAhead(let until):
            "\(until.ISO8601Format()) is in the past: an exemption must end in the future. Nothing was done."
        case .exemptionTooLong(let days):
            "An exemption may last \(days) days at a time (`policy.max-exemption-days`). Nothing was done. Give an earlier "
                + "end, and extend it before it ends."
        case .approverIsOwner(let by, let user):
            "\(by) answers for \(user), and nobody can approve an exemption or a change for their own user. Nothing "
                + "was done. Ask somebody else to approve it."
        case .unknownAccount(let id, let known):
            "The inventory has no account \(id). Nothing was done. Check the id, or run `relevo scan` first."
                + NearestMatch.hint(id.rawValue, in: known.map(\.rawValue))
        case .notStopped(let scope, let standing):
            "There is no stop \(Self.extent(scope)). Nothing was done. "
                + (standing.isEmpty
                    ? "No other stop is in force either: deactivations continue as usual."
                    : standing.map { "\($0.text) `\($0.command)` ends that." }.joined(separator: " "))
        case .stoppedByThemselves(let by):
            "\(by) stopped it, and somebody else must resume. Nothing was done."
        case .nothingDeactivated(let run):
            "The ledger has no deactivation by run \(run). Nothing was done. `relevo history` shows what each run did."
        case .noSuchExemption(let subject, let elsewhere):
            switch elsewhere {
            case .configuration:
                "\(subject) is exempt by the configuration, not by command. Nothing was done. Take it out of "
                    + "`policy.exemptions`."
            case .tags:
                "\(subject) is exempt by its tags, not by command. Nothing was done. Remove the user's `relevo-exempt-` tags."
            case .command, nil: "\(subject) has no exemption by command that is in force. Nothing was done."
            }
        case .leaseHeld(let holder):
            "A run\(holder.map { " (\($0))" } ?? "") holds the ledger's lease. Nothing was done. Try again when it has ended; "
                + "if it was killed, its lease ends within a minute."
        case .leaseLost(let holder):
            "A run\(holder.map { " (\($0))" } ?? "") took over the ledger's lease in the middle of this. What was recorded by "
                + "then counts, and the next run finishes it; `relevo history` shows how far it got."
        }
    }

    private static func extent(_ scope: Stop.Scope) -> String {
        switch scope {
        case .everything: "of all deactivations"
        case .account(let id): "of deactivations in account \(id)"
        case .user(_, let id): "that waits for the confirmation of user \(id)"
        }
    }
}
