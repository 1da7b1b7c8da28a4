import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayExceptions() throws {
        for count in counts {
            say("exemptionsEndingTitle: \(count)", phrases.exemptionsEndingTitle(count))
            say("exemptionsTitle: \(count)", phrases.exemptionsTitle(count))
            say("restoresEndingTitle: \(count)", phrases.restoresEndingTitle(count))
            say("retirementsOfferedTitle: \(count)", phrases.retirementsOfferedTitle(count))
            say("ownersLeftTitle: \(count)", phrases.ownersLeftTitle(count))
            say("decoysUsedTitle: \(count)", phrases.decoysUsedTitle(count))
            say("ownersChangedTitle: \(count)", phrases.ownersChangedTitle(count))
            say("lastNoticesSentTitle: \(count)", phrases.lastNoticesSentTitle(count))
            say("brakedTitle: \(count)", phrases.brakedTitle(count))
            say("ledgerAcceptedTitle: \(count)", phrases.ledgerAcceptedTitle(count, until: at))
        }
        for readers in everybody {
            for isForAWhile in [true, false] {
                say(
                    "restoredTitle: \(readers), \(isForAWhile)",
                    phrases.restoredTitle(for: readers, isForAWhile: isForAWhile))
            }
        }
        for (name, recipient) in recipients {
            for isForChannel in [true, false] {
                say(
                    "ownerLost: \(name), \(isForChannel)",
                    phrases.ownerLost(key, from: recipient, deadline: at, isForChannel: isForChannel))
            }
            say("ownerLeft: \(name)", phrases.ownerLeft(key, owner: recipient))
            say("restoreEndingInChannel: \(name)", phrases.restoreEndingInChannel(key, until: at, of: recipient))
            say(
                "retirementOfferedInChannel: \(name)",
                phrases.retirementOfferedInChannel(key, of: recipient, successor: "x"))
            say("notified: \(name)", phrases.notified(recipient))
            for isForChannel in [true, false] {
                say(
                    "ownerChanged: \(name) \(isForChannel)",
                    phrases.ownerChanged(key, from: recipient, to: recipient, deadline: at, isForChannel: isForChannel))
            }
            say("lastNoticeSent: \(name)", phrases.lastNoticeSent(key, to: recipient, deadline: at))
            say("braked: \(name)", phrases.braked(key, of: recipient))
            say("beginsAnewAfterAcceptance: \(name)", phrases.beginsAnewAfterAcceptance(key, of: recipient))
        }
        say("alarm: an account", phrases.alarm(in: "x", unexpected: 5, allowed: 4))
        say("alarm: everywhere", phrases.alarm(in: nil, unexpected: 31, allowed: 30))
        say("pleaseCheck", phrases.pleaseCheck())
        try sayExemptions()
        say("afterExemptions", phrases.afterExemptions(channel: channel))
        say("afterExemptionsInChannel", phrases.afterExemptionsInChannel())
        for (name, until) in [("", at), (", without an end", nil)] as [(String, Date?)] {
            say("restored\(name)", phrases.restored(key, until: until, reason: "x"))
            say("whatRestoreMeans\(name)", phrases.whatRestoreMeans(until: until, channel: channel))
            say("restoredInChannel\(name)", phrases.restoredInChannel(key, until: until, reason: "x"))
        }
        say("restoreEnding", phrases.restoreEnding(key, until: at))
        say("afterRestores", phrases.afterRestores(channel: channel))
        say("afterRestoresInChannel", phrases.afterRestoresInChannel())
        say("retirementOffered", phrases.retirementOffered(key, successor: "x"))
        say("howToRetire", phrases.howToRetire(channel: channel))
        say("howToRetireInChannel", phrases.howToRetireInChannel())
        say("lastNotice", phrases.lastNotice())
        say("lastNoticeSent", phrases.lastNoticeSent(key, to: nil, deadline: at))
        say("afterOwnersChanged", phrases.afterOwnersChanged(channel: channel))
        say("afterOwnersChangedInChannel", phrases.afterOwnersChangedInChannel())
        say("afterLastNotices", phrases.afterLastNotices(channel: channel))
        say("afterLastNoticesInChannel", phrases.afterLastNoticesInChannel())
        for has in [true, false] { say("afterOwnersLeft: \(has)", phrases.afterOwnersLeft(hasCommands: has)) }
        say("decoyUsed", phrases.decoyUsed(key, key.use))
        say("afterDecoys", phrases.afterDecoys())
        say("ledgerAcceptedTitle: none", phrases.ledgerAcceptedTitle(0, until: at))
        say("promisesContinued", phrases.promisesContinued(2, of: 3))
        say("howToRelease", phrases.howToRelease(command: commands, until: at))
    }

    private mutating func sayExemptions() throws {
        let exemptions: [(name: String, exemption: Exemption)] = [
            ("by command", Sample.exemption()), ("in the configuration", Sample.exemption(.configuration)),
            ("by tags", Sample.exemption(.tags)), ("too long", Sample.exemption(until: Sample.days(91), .tags)),
            ("almost nothing given", Sample.exemption(until: nil, reason: nil, by: nil, .tags)),
            ("an end that is no date", Sample.exemption(until: nil, .tags, unreadableEnd: "soon")),
        ]
        let keys: [AccessKeyID?] = [nil, try Sample.id("AKIAIOSFODNN7EXAMPLE")]
        for (name, exemption) in exemptions {
            for one in keys {
                let shown = ShownExemption(try Sample.inForce(exemption, key: one))
                let name = "\(name), \(one == nil ? "a user" : "a key")"
                say("exemption: \(name)", phrases.exemption(shown))
                say("exempted: \(name)", phrases.exempted(shown))
                say("whileExempt: \(name)", phrases.whileExempt(shown))
                say("exemptionEnded: \(name)", phrases.exemptionEnded(shown, reason: "x", approver: "y"))
                say("exemptionEnding: \(name)", phrases.exemptionEnding(key, shown))
                say(
                    "exemptionEndingInChannel: \(name)",
                    phrases.exemptionEndingInChannel(key, shown, of: .standIn(nil)))
            }
        }
    }
}
