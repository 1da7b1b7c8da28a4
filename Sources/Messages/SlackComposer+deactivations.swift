import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// Keys that Relevo deactivated, or activated again on request.
extension SlackComposer {
    func deactivated(_ action: PlannedAction, now: Date) -> [ComposedMessage] {
        guard case .deactivate(_, let promise) = action.kind else { return [] }
        let phrases = phrases(for: [action])
        let readers = Readers(of: [action])
        let key = ShownKey(action, isPrivate: readers.isPrivate)
        let sentence = phrases.pleaseRestore(key)
        return messages(
            [
                BlockGroup(
                    id: [action.id],
                    blocks: [
                        .section(phrases.deactivated(key, at: now, toldSince: promise.firstBindingDelivery)),
                        .section(phrases.howToRestore(sentence, channel: channel)),
                        .section(phrases.howToMoveOn(key)),
                    ])
            ],
            opening: [.header(phrases.deactivatedTitle(for: readers))], phrases: phrases,
            text: phrases.deactivatedText(key))
    }

    func deactivatedInChannel(_ action: PlannedAction, now: Date) -> [ComposedMessage] {
        guard case .deactivate(_, let promise) = action.kind else { return [] }
        let key = ShownKey(action, isPrivate: false)
        let recipient = ShownRecipient(action)
        let told = common.notifiedInChannel(
            recipient, toldSince: promise.firstBindingDelivery, promised: promise.deadline)
        return messages(
            [
                BlockGroup(
                    id: [action.id],
                    blocks: [
                        .section(common.deactivatedInChannel(key, of: recipient, at: now)),
                        .context([told, common.restoreCommand()] + (whyHere(action).map { [$0] } ?? [])),
                    ])
            ],
            phrases: common, text: common.deactivatedText(key))
    }

    func restored(_ action: PlannedAction, _ audience: Notification.Audience) -> [ComposedMessage] {
        guard case .restore(let restoration) = action.kind else { return [] }
        let reason = Mrkdwn.quoted(restoration.reason) ?? "…"
        if audience == .channel {
            let key = ShownKey(action, isPrivate: false)
            let line = common.restoredInChannel(key, until: restoration.until, reason: reason)
            return doneInChannel(action, stopped(action, common).map { "\(line) \($0)" } ?? line)
        }
        let phrases = phrases(for: [action])
        let readers = Readers(of: [action])
        let line = phrases.restored(
            ShownKey(action, isPrivate: readers.isPrivate), until: restoration.until, reason: reason)
        let blocks: [Block] = [
            .section(line), stopped(action, phrases).map { .section($0) },
            .section(phrases.whatRestoreMeans(until: restoration.until, channel: channel)),
        ].compactMap(\.self)
        return messages(
            [BlockGroup(id: [action.id], blocks: blocks)],
            opening: [.header(phrases.restoredTitle(for: readers, isForAWhile: restoration.until != nil))],
            phrases: phrases, text: line)
    }

    /// What was done to a key, who was notified, and why the owner could not be.
    private func doneInChannel(_ action: PlannedAction, _ line: Mrkdwn) -> [ComposedMessage] {
        let told = [common.notified(ShownRecipient(action)), whyHere(action)].compactMap(\.self)
        return messages(
            [BlockGroup(id: [action.id], blocks: [.section(line), .context(told)])], phrases: common, text: line)
    }

    /// Why the owner can't be notified and how to fix it; nil when they can.
    func whyHere(_ action: PlannedAction) -> Mrkdwn? {
        action.addressee.fallback.map { common.unreachable($0, ShownOwner(action.user)) }
    }
}
