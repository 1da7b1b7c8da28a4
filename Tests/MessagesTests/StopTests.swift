import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Deactivations that are stopped and resumed, and a changed configuration.
struct StopTests {
    @Test(arguments: Language.allCases)
    func `deactivations are stopped`(language: Language) throws {
        let composer = try Sample.composer(language)
        for (name, stop) in try PhraseSamples.stops() {
            let file = "stopped-\(name.split(separator: " ").joined(separator: "-"))"
            try Snapshot.holds(file, language, composer.compose(.stopped(stop), now: Sample.now), covers: [])
        }
    }

    @Test(arguments: Language.allCases)
    func `deactivations are resumed`(language: Language) throws {
        let composer = try Sample.composer(language)
        let stops = try PhraseSamples.stops().map(\.stop)
        for (name, stop) in [("resumed", stops[0]), ("resumed-machine", stops[3])] {
            let notification = Notification.resumed([stop], by: "Rosa Lang", reason: "INC-42.")
            try Snapshot.holds(name, language, composer.compose(notification, now: Sample.now), covers: [])
        }
    }

    @Test(arguments: Language.allCases)
    func `users wait to be confirmed as machines`(language: Language) throws {
        let notification = Notification.stopsUnconfirmed([try PhraseSamples.stops()[3].stop])
        try Snapshot.holds(
            "stops-unconfirmed", language, try Sample.composer(language).compose(notification, now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a stop is in the summary and in notices`(language: Language) throws {
        let composer = try Sample.composer(language)
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: Sample.now)
        summary.stops = try PhraseSamples.stops().map(\.stop)
        try Snapshot.holds("summary-stops", language, composer.compose(.summary(summary), now: Sample.now), covers: [])
        var action = try Sample.action()
        for (name, stop) in [("notice-stopped", summary.stops[0]), ("notice-unconfirmed", summary.stops[3])] {
            action.stop = stop
            try Snapshot.holds(
                name, language, composer.compose(.notices([action]), now: Sample.now), covers: [action.id])
        }
    }

    @Test(arguments: Language.allCases)
    func `the configuration changed`(language: Language) throws {
        let composer = try Sample.composer(language)
        let changes = [
            SettingChange(name: "policy.max-deactivations", from: "10", to: "20"),
            SettingChange(name: "policy.protected", from: "arn:aws:iam::*:user/break-glass/*", to: nil),
            SettingChange(name: "policy.decoys", from: nil, to: "arn:aws:iam::*:user/bait"),
            SettingChange(name: "teams.payments", from: nil, to: "C0PAYMENTS"),
        ]
        let day = CivilDate("2026-03-03")
        for (name, from) in [("settings-changed", nil), ("settings-widened", day)] {
            try Snapshot.holds(
                name, language, composer.compose(.settingsChanged(changes, from: from), now: Sample.now), covers: [])
        }
    }
}
