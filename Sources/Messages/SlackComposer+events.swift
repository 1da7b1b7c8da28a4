import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension SlackComposer {
    func deactivated(_ action: PlannedAction, now: Date) -> [ComposedMessage] {
        guard case .deactivate(_, let promise) = action.kind else { return [] }
        let phrases = phrases(for: [action])
        let readers = Readers(of: [action])
        let key = ShownKey(action, isPrivate: readers.isPrivate)
        let why = phrases.whyDeactivated(
            key, maximumAge: settings.policy.deactivateAt, toldSince: promise.firstBindingDelivery,
            promised: promise.deadline)
        return messages(
            [
                BlockGroup(
                    id: [action.id],
                    blocks: [
                        .section(
                            phrases.deactivated(key, at: now),
                            fields: [
                                "\(.bold(phrases.ageTitle()))\n\(phrases.age(key))",
                                "\(.bold(phrases.lastUseTitle()))\n\(phrases.lastUse(key.use))",
                            ]),
                        .section(why), .section(phrases.whatDeactivationDoes()),
                        .section(phrases.howToWorkAgain(for: readers, channel: channel)),
                        .section(phrases.whomToAsk(help: help(phrases), channel: channel)),
                    ])
            ],
            opening: [.header(phrases.deactivatedTitle(for: readers))], phrases: phrases,
            text: phrases.deactivatedText(key))
    }

    func deactivatedInChannel(_ action: PlannedAction, now: Date) -> [ComposedMessage] {
        guard case .deactivate(_, let promise) = action.kind else { return [] }
        let key = ShownKey(action, isPrivate: false)
        let recipient = ShownRecipient(action)
        let told = common.toldInChannel(
            recipient, toldSince: promise.firstBindingDelivery, promised: promise.deadline)
        return messages(
            [
                BlockGroup(
                    id: [action.id],
                    blocks: [
                        .section(common.deactivatedInChannel(key, of: recipient, at: now)),
                        .context([told] + (whyHere(action).map { [$0] } ?? [])),
                    ])
            ],
            phrases: common, text: common.deactivatedText(key))
    }

    func newKeys(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let phrases = phrases(for: actions)
        let readers = Readers(of: actions)
        let groups = actions.map { action in
            let key = ShownKey(action, isPrivate: readers.isPrivate)
            let note = action.announcement == .newKey(expected: true) ? phrases.newKeyExpected() : phrases.newKeyExtra()
            let lines = [phrases.newKeyCreated(key), note, ShownKeyActivity(action).map(phrases.keyMade)].compactMap(
                \.self)
            return BlockGroup(id: [action.id], blocks: [.section(lines.joined(separator: "\n"))])
        }
        return messages(
            groups, opening: [.header(phrases.newKeysTitle(actions.count, for: readers))],
            closing: [.section(phrases.askWhetherItWasYou(actions.count, channel: channel))], phrases: phrases,
            text: phrases.newKeysText(actions.count))
    }

    func newKeysInChannel(_ actions: [PlannedAction]) -> [ComposedMessage] {
        inChannel(actions, heading: common.newKeysInChannel(actions.count), activity: common.keyMade) {
            action, key, recipient in
            common.newKeyInChannel(key, of: recipient, expected: action.announcement == .newKey(expected: true))
        }
    }

    func rotated(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let phrases = phrases(for: actions)
        let isPrivate = Readers(of: actions).isPrivate
        let items = actions.map { action in
            item(
                action,
                phrases.rotated(
                    ShownKey(action, isPrivate: isPrivate), successor: successor(action, isPrivate: isPrivate)))
        }
        return messages(
            BlockList.groups(phrases.thanks(actions.count), items), phrases: phrases,
            text: phrases.rotatedText(actions.count))
    }

    func rotatedInChannel(_ actions: [PlannedAction]) -> [ComposedMessage] {
        inChannel(actions, heading: common.rotatedInChannel(actions.count)) { action, key, recipient in
            common.rotatedInChannel(key, of: recipient, successor: successor(action, isPrivate: false))
        }
    }

    func reactivated(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let phrases = phrases(for: actions)
        let readers = Readers(of: actions)
        let groups = actions.map { action in
            let said = phrases.reactivated(ShownKey(action, isPrivate: readers.isPrivate))
            let lines = [said, ShownKeyActivity(action).map(phrases.keySwitchedOn)].compactMap(\.self)
            return BlockGroup(id: [action.id], blocks: [.section(lines.joined(separator: "\n"))])
        }
        return messages(
            groups, opening: [.header(phrases.reactivatedTitle(actions.count))],
            closing: [.section(phrases.afterReactivation(actions.count, channel: channel))], phrases: phrases,
            text: phrases.reactivatedText(actions.count))
    }

    func reactivatedInChannel(_ actions: [PlannedAction]) -> [ComposedMessage] {
        inChannel(actions, heading: common.reactivatedInChannel(actions.count), activity: common.keySwitchedOn) {
            _, key, recipient in
            common.reactivatedInChannel(key, of: recipient)
        }
    }

    /// - Parameter activity: says who did it, where that was looked up.
    private func inChannel(
        _ actions: [PlannedAction], heading: Mrkdwn, activity: (ShownKeyActivity) -> Mrkdwn = { _ in .empty },
        line: (PlannedAction, ShownKey, ShownRecipient) -> Mrkdwn
    ) -> [ComposedMessage] {
        let items = actions.map { action in
            let said = line(action, ShownKey(action, isPrivate: false), ShownRecipient(action))
            let whole = whyHere(action).map { "\(said) \($0)" as Mrkdwn } ?? said
            let author = ShownKeyActivity(action).map(activity) ?? .empty
            // Names that nobody gives in earnest must not push the key itself over Slack's limit.
            let fits = !author.isEmpty && whole.length + author.length <= Self.longestLine
            return item(action, fits ? "\(whole) \(author)" : whole)
        }
        return messages(BlockList.groups(heading, items), phrases: common, text: heading)
    }

    /// Leaves room for the heading above it.
    private static let longestLine = BlockLimits.sectionText - 400

    /// Why the owner can't be told, and what mends that; nil when they can.
    func whyHere(_ action: PlannedAction) -> Mrkdwn? {
        action.addressee.fallback.map { common.unreachable($0, ShownOwner(action.user)) }
    }

    private func successor(_ action: PlannedAction, isPrivate: Bool) -> Mrkdwn {
        guard case .announce(.rotated(let successor)) = action.kind else { return .empty }
        return ShownKey.id(successor, isPrivate: isPrivate)
    }
}
