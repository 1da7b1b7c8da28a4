import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

@testable import Messages

extension PhraseSamples {
    mutating func sayStops() throws {
        for (name, stop) in try Self.stops() {
            let shown = ShownStop(stop)
            say("stopped: \(name)", phrases.stopped(shown))
            say("whileStopped: \(name)", phrases.whileStopped(shown))
            say("resumed: \(name)", phrases.resumed(shown, by: "x", reason: "y"))
            say("afterResume: \(name)", phrases.afterResume([shown]))
            say("unconfirmed: \(name)", phrases.unconfirmed(shown))
            say("stop: \(name)", phrases.stop(shown))
        }
        for count in counts {
            say("unconfirmedTitle: \(count)", phrases.unconfirmedTitle(count))
            say("stopsTitle: \(count)", phrases.stopsTitle(count))
            say("settingsChangedTitle: \(count)", phrases.settingsChangedTitle(count, from: nil))
            say("settingsChangedTitle: \(count), from a day on", phrases.settingsChangedTitle(count, from: "x"))
        }
        for waits in [false, true] {
            say("stoppedInNotice: \(waits)", phrases.stoppedInNotice(waitsForConfirmation: waits))
        }
        say("hiddenEntry", phrases.hiddenEntry())
        say("settingChanged: another value", phrases.settingChanged("x", from: "y", to: "z"))
        say("settingChanged: added", phrases.settingChanged("x", from: nil, to: "z"))
        say("settingChanged: removed", phrases.settingChanged("x", from: "y", to: nil))
    }

    static func stops() throws -> [(name: String, stop: Stop)] {
        let account = try Sample.account()
        let user = try Sample.user("ci-deploy", in: account, keys: [])
        return [
            (
                "everything",
                Stop(.everything, .person(by: "Luis Paz", reason: "outage, INC-42"), since: Sample.days(-1))
            ),
            (
                "an account",
                Stop(.account(id: account.id), .massChange(changed: 40, users: 52), since: Sample.days(-1))
            ),
            ("restores", Stop(.account(id: account.id), .restores(count: 2), since: Sample.days(-1))),
            (
                "a user",
                Stop(
                    .user(account: account.id, id: user.id),
                    .becameMachine(name: user.name, was: OwnerMark(user)), since: Sample.days(-1))
            ),
            (
                "leavers",
                Stop(
                    .account(id: account.id), .manyLeft(people: Array(repeating: .security, count: 5)),
                    since: Sample.days(-1))
            ),
        ]
    }
}
