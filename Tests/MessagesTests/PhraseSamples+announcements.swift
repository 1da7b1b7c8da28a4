import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayEvents() throws {
        let gone = ShownKey(try Sample.action(key: try Sample.key(status: .other("Deleted"))), isPrivate: false)
        let off = ShownKey(try Sample.action(key: try Sample.key(status: .inactive)), isPrivate: false)
        for readers in everybody {
            say("deactivatedTitle: \(readers)", phrases.deactivatedTitle(for: readers))
        }
        say("deactivated", phrases.deactivated(key, at: at, toldSince: at))
        say("pleaseRestore", phrases.pleaseRestore(key))
        say("howToRestore", phrases.howToRestore("x", channel: channel))
        say("howToMoveOn", phrases.howToMoveOn(key))
        say("restoreCommand", phrases.restoreCommand())
        say("halfwayTitle", phrases.halfwayTitle())
        say("halfwayText", phrases.halfwayText())
        for command in [nil, commands] {
            say("halfwayThere: \(command == nil)", phrases.halfwayThere(command))
        }
        say("reportIfNotYou", phrases.reportIfNotYou(channel: channel))
        say("deactivatedText", phrases.deactivatedText(key))
        say("newKeyCreated", phrases.newKeyCreated(key))
        say("newKeyExpected", phrases.newKeyExpected())
        say("newKeyExtra", phrases.newKeyExtra())
        say("reactivated", phrases.reactivated(key))
        for (name, recipient) in recipients {
            say("deactivatedInChannel: \(name)", phrases.deactivatedInChannel(key, of: recipient, at: at))
            say("notifiedInChannel: \(name)", phrases.notifiedInChannel(recipient, toldSince: at, promised: at))
            for choice in [true, false] {
                say("newKeyInChannel: \(name)", phrases.newKeyInChannel(key, of: recipient, expected: choice))
            }
            say("reactivatedInChannel: \(name)", phrases.reactivatedInChannel(key, of: recipient))
            for old in [gone, off] {
                say("rotatedInChannel: \(name)", phrases.rotatedInChannel(old, of: recipient, successor: "x"))
            }
        }
        for old in [gone, off] { say("rotated: \(old.status)", phrases.rotated(old, successor: "x")) }
        for count in counts { say("daysEarly: \(count)", phrases.daysEarly(count)) }
        for count in counts { say("fewerNotices: \(count)", phrases.fewerNotices(count, before: count + 1)) }
        for count in counts { sayEvents(count) }
        sayActivities()
    }

    private mutating func sayActivities() {
        let console = ShownKeyActivity.Circumstances(means: .console, source: "x")
        let activities: [(String, ShownKeyActivity)] = [
            ("by the user", .byTheUser(console)),
            ("by a user", .byAnother(.user("x"), ShownKeyActivity.Circumstances(means: .commandLine, source: nil))),
            ("in a session", .byAnother(.session(role: "x", name: "y"), console)),
            ("by root", .byAnother(.root, ShownKeyActivity.Circumstances(means: nil, source: "x"))),
            (
                "by a service",
                .byAnother(.other("x"), ShownKeyActivity.Circumstances(means: .program("y"), source: "x"))
            ),
            ("without circumstances", .byTheUser(ShownKeyActivity.Circumstances(means: nil, source: nil))),
            ("not shown", .notShown), ("not allowed", .notAllowed(permission: "x")), ("unknown", .unknown),
        ]
        for (name, activity) in activities {
            say("keyCreated: \(name)", phrases.keyCreated(activity))
            say("keyActivated: \(name)", phrases.keyActivated(activity))
        }
    }

    private mutating func sayEvents(_ count: Int) {
        for readers in everybody {
            say("newKeysTitle: \(count), \(readers)", phrases.newKeysTitle(count, for: readers))
        }
        say("newKeysText: \(count)", phrases.newKeysText(count))
        say("askWhetherItWasYou: \(count)", phrases.askWhetherItWasYou(count, channel: channel))
        say("newKeysInChannel: \(count)", phrases.newKeysInChannel(count))
        say("rotatedText: \(count)", phrases.rotatedText(count))
        say("thanks: \(count)", phrases.thanks(count))
        say("rotatedInChannel: \(count)", phrases.rotatedInChannel(count))
        say("reactivatedTitle: \(count)", phrases.reactivatedTitle(count))
        say("reactivatedText: \(count)", phrases.reactivatedText(count))
        say("afterReactivation: \(count)", phrases.afterReactivation(count, channel: channel))
        say("reactivatedInChannel: \(count)", phrases.reactivatedInChannel(count))
        say("accountsLeft: \(count)", phrases.accountsLeft(count))
        say("serviceCredentialTitle", phrases.serviceCredentialTitle())
        say(
            "serviceCredential",
            phrases.serviceCredential("x", service: "y", in: "z", author: .byTheUser(.init(means: nil, source: nil))))
        say("afterServiceCredential", phrases.afterServiceCredential())
        for why in [AccountAbsence.leftOrganization, .notActive(state: "SUSPENDED"), .leftOut] {
            say("accountLeft: \(why)", phrases.accountLeft("x", why))
        }
    }

    mutating func saySummaries() throws {
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: at)
        for count in [0] + counts {
            (summary.noticesPlanned, summary.deactivationsPlanned) = ([76: count], count)
            (summary.newKeys, summary.rotated, summary.reactivated) = (count, count, count)
            for end in [nil, at] {
                summary.finishedAt = end
                for problems in [[], [Problem(.noticeNotSent, "x")]] {
                    summary.problems = problems
                    say("summaryLine: \(count)", phrases.summaryLine(summary))
                    summary.isInterrupted = true
                    say("summaryLine: \(count), interrupted", phrases.summaryLine(summary))
                    summary.isInterrupted = false
                }
            }
        }
        for count in counts {
            say("unknownTitle: \(count)", phrases.unknownTitle(count))
            say("heldTitle: \(count)", phrases.heldTitle(count))
            say("problemsTitle: \(count)", phrases.problemsTitle(count))
            say("andMore: \(count)", phrases.andMore(count))
            say("modes: \(count)", phrases.modes([(.enforce, count)]))
        }
        for count in counts {
            say("turnsTitle: \(count)", phrases.turnsTitle(count, limit: 10))
            say("turn: \(count)", phrases.turn(count, on: at))
            say("limitTooLow: \(count)", phrases.limitTooLow(1, keys: count, needed: 2))
            say("queueEnds: \(count)", phrases.queueEnds(count, limit: 1, lastDay: "x", better: 2, days: 30))
        }
        for count in counts {
            say("share: \(count)", phrases.share(90, of: count, change: count == 1 ? nil : -count))
            say("nextDays: \(count)", phrases.nextDays([("x", count)]))
            say("mostDue: \(count)", phrases.mostDue([(.team("#team"), count)]))
            var week = RunSummary.Week()
            (week.notices, week.rotated, week.deactivated, week.newKeys) = (count, count, count, count)
            say("week: \(count)", phrases.week(week))
        }
        say("limitsTitle", phrases.limitsTitle())
        say("limitTooLow: an account", phrases.limitTooLow(1, in: "x", needed: 2))
        say("noticesByStage", phrases.noticesByStage([(76, 1), (81, 2)]))
        for why in FailureKind.allCases { say("unknown: \(why)", phrases.unknown("x", why: why)) }
        for kind in Problem.Kind.allCases {
            say("problem: \(kind)", phrases.problem(kind, about: nil))
            say("problem: \(kind), about something", phrases.problem(kind, about: "x"))
        }
        say("thisChannel", phrases.thisChannel())
        say("within", phrases.within("x", "y"))
        say("otherFinding", phrases.otherFinding("x"))
        for code in HoldReason.Code.allCases { say("held: \(code)", phrases.held(code, 1)) }
        say("run: going on", phrases.run("x", startedAt: at, finishedAt: nil))
        say("run: ended", phrases.run("x", startedAt: at, finishedAt: at))
        say("root", phrases.root("x"))
        say("runAndRoot", phrases.runAndRoot("x", root: "y"))
        say("findingsTitle", phrases.findingsTitle())
        for count in counts { say("unreachableUsers: \(count)", phrases.unreachableUsers(count, "x")) }
        for last in [RoundEnd.recipientChanged, .switchedOff, .exemptedByTags, .reactivated, .beganToBind] {
            say("beginsAnew: \(last)", phrases.beginsAnew(key, times: 2, last: last))
        }
        for code in [HoldReason.Code.machinesNotEnforced, .ownerTypeUnknown] {
            say("pastItsDay: \(code)", phrases.pastItsDay(key, promised: at, because: code))
        }
        say("pastItsDay: nothing promised", phrases.pastItsDay(key, promised: nil, because: .exempt))
        say("keptPastItsDay", phrases.keptPastItsDay(key))
        for count in counts { say("overdue: \(count)", phrases.overdue(days: count)) }
    }
}
