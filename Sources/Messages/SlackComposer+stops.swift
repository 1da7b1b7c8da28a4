import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// What is told of stops, and of a configuration that says something else.
extension SlackComposer {
    func stopped(_ stop: Stop) -> [ComposedMessage] {
        let shown = ShownStop(stop)
        let line = common.stopped(shown)
        return messages(
            [BlockGroup(id: [], blocks: [.section(line), .context([common.whileStopped(shown)])])], phrases: common,
            text: line)
    }

    func resumed(_ stops: [Stop], by: String, reason: String) -> [ComposedMessage] {
        let shown = stops.map(ShownStop.init)
        let (person, reason) = (Mrkdwn.bold(by, limit: 50), Mrkdwn.quoted(reason) ?? "…")
        let lines = shown.prefix(10).map { common.resumed($0, by: person, reason: reason) }
        guard let first = lines.first else { return [] }
        return messages(
            [
                BlockGroup(
                    id: [], blocks: lines.map { .section($0) } + [.context([common.afterResume(shown)])])
            ], phrases: common, text: first)
    }

    func stopsUnconfirmed(_ stops: [Stop]) -> [ComposedMessage] {
        let title = common.unconfirmedTitle(stops.count)
        let items = stops.map { BlockList.Item(covers: [], line: common.unconfirmed(ShownStop($0))) }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }

    func settingsChanged(_ changes: [SettingChange], from day: CivilDate?) -> [ComposedMessage] {
        let title = common.settingsChangedTitle(changes.count, from: day.map { .code($0.text) })
        let items = changes.map { change in
            BlockList.Item(
                covers: [],
                line: common.settingChanged(
                    .code(change.name, limit: 100), from: change.from.map { .code($0, limit: 200) },
                    to: change.to.map { .code($0, limit: 200) }))
        }
        return messages(BlockList.groups(title, items), phrases: common, text: title)
    }
}
