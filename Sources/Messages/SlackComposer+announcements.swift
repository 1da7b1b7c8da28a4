import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// Announcements: what is told once about keys beside their notices.
extension SlackComposer {
    func announcement(
        _ kind: Announcement.Kind, _ actions: [PlannedAction], _ audience: Notification.Audience
    ) -> [ComposedMessage] {
        let isForOwner = audience == .owner
        return switch kind {
        case .decoyUsed: decoysUsed(actions)
        case .newKey: isForOwner ? newKeys(actions) : newKeysInChannel(actions)
        case .reactivated: isForOwner ? reactivated(actions) : reactivatedInChannel(actions)
        case .restoreEnding: restoresEnding(actions, audience)
        case .exemptionEnding: exemptionsEnding(actions, audience)
        case .retirementOffered: retirementsOffered(actions, audience)
        case .ownerChanged: ownersChanged(actions, audience)
        case .lastNotice: lastNoticesSent(actions, audience)
        case .rotated: isForOwner ? rotated(actions) : rotatedInChannel(actions)
        }
    }

    private func exemptionsEnding(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        warning(
            actions, audience, title: { $0.exemptionsEndingTitle(actions.count) },
            closing: {
                audience == .owner ? $0.afterExemptions(channel: channel) : $0.afterExemptionsInChannel()
            },
            line: { action, key, phrases in
                guard case .announce(.exemptionEnding(let exemption)) = action.kind else { return nil }
                let shown = ShownExemption(exemption, of: action.user, in: action.account, key: nil)
                return audience == .owner
                    ? phrases.exemptionEnding(key, shown)
                    : phrases.exemptionEndingInChannel(key, shown, of: ShownRecipient(action))
            })
    }

    private func restoresEnding(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        warning(
            actions, audience, title: { $0.restoresEndingTitle(actions.count) },
            closing: { audience == .owner ? $0.afterRestores(channel: channel) : $0.afterRestoresInChannel() },
            line: { action, key, phrases in
                guard case .announce(.restoreEnding(let until)) = action.kind else { return nil }
                guard audience == .channel else { return phrases.restoreEnding(key, until: until) }
                let said = phrases.restoreEndingInChannel(key, until: until, of: ShownRecipient(action))
                return whyHere(action).map { "\(said) \($0)" } ?? said
            })
    }

    private func decoysUsed(_ actions: [PlannedAction]) -> [ComposedMessage] {
        warning(
            actions, .channel, title: { $0.decoysUsedTitle(actions.count) }, closing: { $0.afterDecoys() },
            line: { action, key, phrases in
                guard case .announce(.decoyUsed(let at, let service, let region)) = action.kind else { return nil }
                return phrases.decoyUsed(key, ShownUse(.used(at: at, service: service, region: region)))
            })
    }

    private func retirementsOffered(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage]
    {
        warning(
            actions, audience, title: { $0.retirementsOfferedTitle(actions.count) },
            closing: { audience == .owner ? $0.howToRetire(channel: channel) : $0.howToRetireInChannel() },
            line: { action, key, phrases in
                guard case .announce(.retirementOffered(let successor)) = action.kind else { return nil }
                guard audience == .channel else {
                    let isPrivate = Readers(of: actions).isPrivate
                    return phrases.retirementOffered(key, successor: ShownKey.id(successor, isPrivate: isPrivate))
                }
                return phrases.retirementOfferedInChannel(
                    key, of: ShownRecipient(action), successor: ShownKey.id(successor, isPrivate: false))
            })
    }

    /// To the owner of before, who may still wait for the deadline that they were told.
    private func ownersChanged(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        warning(
            actions, audience, title: { $0.ownersChangedTitle(actions.count) },
            closing: { phrases in
                if audience == .owner { return phrases.afterOwnersChanged(channel: channel) }
                let isByTags = actions.contains {
                    if case .announce(.ownerChanged(_, _, _, because: nil)) = $0.kind { true } else { false }
                }
                return isByTags ? phrases.afterOwnersChangedInChannel() : nil
            },
            line: { action, key, phrases in
                guard case .announce(.ownerChanged(let recipient, let deadline, _, let why)) = action.kind else {
                    return nil
                }
                let said = phrases.ownerChanged(
                    key, from: ShownRecipient(id: action.recipient), to: ShownRecipient(id: recipient),
                    deadline: deadline,
                    isForChannel: audience == .channel)
                return why.map { "\(said) \(phrases.unreachable($0, ShownOwner(action.user)))" } ?? said
            })
    }

    private func lastNoticesSent(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        warning(
            actions, audience, title: { $0.lastNoticesSentTitle(actions.count) },
            closing: { audience == .owner ? $0.afterLastNotices(channel: channel) : $0.afterLastNoticesInChannel() },
            line: { action, key, phrases in
                guard case .announce(.lastNotice(let deadline, _)) = action.kind else { return nil }
                return phrases.lastNoticeSent(
                    key, to: audience == .channel ? ShownRecipient(id: action.recipient) : nil, deadline: deadline)
            })
    }

    /// A list under a title, and below it what there is to do.
    private func warning(
        _ actions: [PlannedAction], _ audience: Notification.Audience, title: (any Phrases) -> Mrkdwn,
        closing: (any Phrases) -> Mrkdwn?, line: (PlannedAction, ShownKey, any Phrases) -> Mrkdwn?
    ) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let items = actions.compactMap { action -> BlockList.Item? in
            guard let said = line(action, ShownKey(action, isPrivate: isPrivate), phrases) else { return nil }
            return item(action, stopped(action, phrases).map { "\(said) \($0)" } ?? said)
        }
        let title = title(phrases)
        return messages(
            BlockList.groups(title, items), closing: [closing(phrases)].compactMap(\.self).map { .section($0) },
            phrases: phrases, text: title)
    }
}
