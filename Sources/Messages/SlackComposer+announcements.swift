import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// Announcements: messages about something that happened, sent once.
extension SlackComposer {
    func announcement(
        _ kind: Announcement.Kind, _ actions: [PlannedAction], _ audience: Notification.Audience, now: Date
    ) -> [ComposedMessage] {
        let isForOwner = audience == .owner
        return switch kind {
        case .decoyUsed: decoysUsed(actions)
        case .ownerLeft: ownersLeft(actions)
        case .newKey: isForOwner ? newKeys(actions) : newKeysInChannel(actions)
        case .reactivated: isForOwner ? reactivated(actions) : reactivatedInChannel(actions)
        case .restoreEnding: restoresEnding(actions, audience)
        case .exemptionEnding: exemptionsEnding(actions, audience)
        case .retirementOffered: retirementsOffered(actions, audience)
        case .ownerChanged: ownersChanged(actions, audience)
        case .lastNotice: lastNoticesSent(actions, audience)
        case .rotated: isForOwner ? rotated(actions, now: now) : rotatedInChannel(actions)
        }
    }

    private func exemptionsEnding(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        keyList(
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
        keyList(
            actions, audience, title: { $0.restoresEndingTitle(actions.count) },
            closing: { audience == .owner ? $0.afterRestores(channel: channel) : $0.afterRestoresInChannel() },
            line: { action, key, phrases in
                guard case .announce(.restoreEnding(let until)) = action.kind else { return nil }
                guard audience == .channel else { return phrases.restoreEnding(key, until: until) }
                let line = phrases.restoreEndingInChannel(key, until: until, of: ShownRecipient(action))
                return whyHere(action).map { "\(line) \($0)" } ?? line
            })
    }

    private func decoysUsed(_ actions: [PlannedAction]) -> [ComposedMessage] {
        keyList(
            actions, .channel, title: { $0.decoysUsedTitle(actions.count) }, closing: { $0.afterDecoys() },
            line: { action, key, phrases in
                guard case .announce(.decoyUsed(let at, let service, let region)) = action.kind else { return nil }
                return phrases.decoyUsed(key, ShownUse(.used(at: at, service: service, region: region)))
            })
    }

    private func retirementsOffered(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage]
    {
        keyList(
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

    /// To the earlier owner, whose notices contain a deadline.
    private func ownersChanged(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        keyList(
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
                if let held = action.heldOwner {
                    let line = phrases.ownerLost(
                        key, from: ShownRecipient(id: action.recipient), deadline: deadline,
                        isForChannel: audience == .channel)
                    return audience == .channel ? "\(line) \(phrases.unreachable(held, ShownOwner(action.user)))" : line
                }
                let line = phrases.ownerChanged(
                    key, from: ShownRecipient(id: action.recipient), to: ShownRecipient(id: recipient),
                    deadline: deadline, isForChannel: audience == .channel)
                return why.map { "\(line) \(phrases.unreachable($0, ShownOwner(action.user)))" } ?? line
            })
    }

    private func lastNoticesSent(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        keyList(
            actions, audience, title: { $0.lastNoticesSentTitle(actions.count) },
            closing: { audience == .owner ? $0.afterLastNotices(channel: channel) : $0.afterLastNoticesInChannel() },
            line: { action, key, phrases in
                guard case .announce(.lastNotice(let deadline, _)) = action.kind else { return nil }
                return phrases.lastNoticeSent(
                    key, to: audience == .channel ? ShownRecipient(id: action.recipient) : nil, deadline: deadline)
            })
    }

    /// An announcement without text of its own: for each key the sentence that says what happened, and which key it is.
    ///
    /// A new kind of announcement can begin with this: it needs no phrase but its sentence.
    func briefAnnouncement(_ actions: [PlannedAction], _ audience: Notification.Audience) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let groups = actions.compactMap { action -> BlockGroup<[String]>? in
            guard let sentence = phrases.matter(action.kind) else { return nil }
            let key = ShownKey(action, isPrivate: isPrivate)
            let line: Mrkdwn =
                "\(sentence)\n\(phrases.key(key)), \(phrases.ageInLine(key)), \(phrases.lastUseInLine(key.use))."
            let remarks = [
                stopped(action, phrases), audience == .channel ? phrases.notified(ShownRecipient(action)) : nil,
                audience == .channel ? whyHere(action) : nil,
            ].compactMap(\.self)
            return BlockGroup(id: [action.id], blocks: [.section(line)] + (remarks.isEmpty ? [] : [.context(remarks)]))
        }
        let title = actions.lazy.compactMap { phrases.matter($0.kind) }.first ?? .empty
        return messages(groups, phrases: phrases, text: title)
    }

    /// Keys under a title, and below them what to do.
    private func keyList(
        _ actions: [PlannedAction], _ audience: Notification.Audience, title: (any Phrases) -> Mrkdwn,
        closing: (any Phrases) -> Mrkdwn?, line: (PlannedAction, ShownKey, any Phrases) -> Mrkdwn?
    ) -> [ComposedMessage] {
        let phrases = audience == .owner ? phrases(for: actions) : common
        let isPrivate = audience == .owner && Readers(of: actions).isPrivate
        let items = actions.compactMap { action -> BlockList.Item? in
            guard let line = line(action, ShownKey(action, isPrivate: isPrivate), phrases) else { return nil }
            return item(action, stopped(action, phrases).map { "\(line) \($0)" } ?? line)
        }
        let title = title(phrases)
        return messages(
            BlockList.groups(title, items), closing: [closing(phrases)].compactMap(\.self).map { .section($0) },
            phrases: phrases, text: title)
    }

    func newKeys(_ actions: [PlannedAction]) -> [ComposedMessage] {
        let phrases = phrases(for: actions)
        let readers = Readers(of: actions)
        let isRotating = actions.allSatisfy(isExpected)
        let groups = actions.map { action in
            let key = ShownKey(action, isPrivate: readers.isPrivate)
            let lines = [
                phrases.newKeyCreated(key),
                isExpected(action)
                    ? phrases.halfwayThere(deactivationOfOldKey(action, readers)) : phrases.newKeyExtra(),
                ShownKeyActivity(action).map(phrases.keyCreated),
            ].compactMap(\.self)
            return BlockGroup(id: [action.id], blocks: [.section(lines.joined(separator: "\n"))])
        }
        return messages(
            groups,
            opening: [
                .header(
                    isRotating ? phrases.halfwayTitle() : phrases.newKeysTitle(actions.count, for: readers))
            ],
            closing: [
                .section(
                    isRotating
                        ? phrases.reportIfNotYou(channel: channel)
                        : phrases.askWhetherItWasYou(actions.count, channel: channel))
            ], phrases: phrases,
            text: isRotating ? phrases.halfwayText() : phrases.newKeysText(actions.count))
    }

    private func isExpected(_ action: PlannedAction) -> Bool { action.announcement == .newKey(expected: true) }

    /// The line that deactivates the key which the new one replaces; nil where others read it, or it isn't known.
    private func deactivationOfOldKey(_ action: PlannedAction, _ readers: Readers) -> Mrkdwn? {
        let old = action.user.keys.filter { $0.status == .active && $0.createdAt < action.key.createdAt }
        guard readers.isPrivate, let old = old.first, old.id != action.key.id,
            let user = ShellWord(userName: action.user.name)
        else { return nil }
        return .code(
            "aws iam update-access-key --user-name \(user.text) --access-key-id \(old.id) --status Inactive", limit: 300
        )
    }

    func newKeysInChannel(_ actions: [PlannedAction]) -> [ComposedMessage] {
        inChannel(actions, heading: common.newKeysInChannel(actions.count), activity: common.keyCreated) {
            action, key, recipient in
            common.newKeyInChannel(key, of: recipient, expected: action.announcement == .newKey(expected: true))
        }
    }

    func rotated(_ actions: [PlannedAction], now: Date) -> [ComposedMessage] {
        let phrases = phrases(for: actions)
        let isPrivate = Readers(of: actions).isPrivate
        let items = actions.map { action in
            let line = phrases.rotated(
                ShownKey(action, isPrivate: isPrivate), successor: successor(action, isPrivate: isPrivate))
            let early = action.toldDeadline.map { Days.whole(from: now, to: $0) } ?? 0
            let fewer = action.notices.flatMap {
                $0.now < $0.before ? phrases.fewerNotices($0.now, before: $0.before) : nil
            }
            let more = [early > 0 ? phrases.daysEarly(early) : nil, fewer].compactMap(\.self)
            return item(action, ([line] + more).joined(separator: " "))
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
            let key = ShownKey(action, isPrivate: readers.isPrivate)
            let lines = [phrases.reactivated(key), ShownKeyActivity(action).map(phrases.keyActivated)].compactMap(
                \.self)
            return BlockGroup(id: [action.id], blocks: [.section(lines.joined(separator: "\n"))])
        }
        return messages(
            groups, opening: [.header(phrases.reactivatedTitle(actions.count))],
            closing: [.section(phrases.afterReactivation(actions.count, channel: channel))], phrases: phrases,
            text: phrases.reactivatedText(actions.count))
    }

    func reactivatedInChannel(_ actions: [PlannedAction]) -> [ComposedMessage] {
        inChannel(actions, heading: common.reactivatedInChannel(actions.count), activity: common.keyActivated) {
            _, key, recipient in
            common.reactivatedInChannel(key, of: recipient)
        }
    }

    /// - Parameter activity: who did it, where that was looked up.
    private func inChannel(
        _ actions: [PlannedAction], heading: Mrkdwn, activity: (ShownKeyActivity) -> Mrkdwn = { _ in .empty },
        line: (PlannedAction, ShownKey, ShownRecipient) -> Mrkdwn
    ) -> [ComposedMessage] {
        let items = actions.map { action in
            let line = line(action, ShownKey(action, isPrivate: false), ShownRecipient(action))
            let whole = whyHere(action).map { "\(line) \($0)" as Mrkdwn } ?? line
            let author = ShownKeyActivity(action).map(activity) ?? .empty
            // A hostile name must not push the key itself over Slack's limit.
            let fits = !author.isEmpty && whole.length + author.length <= Self.longestLine
            return item(action, fits ? "\(whole) \(author)" : whole)
        }
        return messages(BlockList.groups(heading, items), phrases: common, text: heading)
    }

    /// Leaves room for the heading above it.
    private static let longestLine = BlockLimits.sectionText - 400

    private func successor(_ action: PlannedAction, isPrivate: Bool) -> Mrkdwn {
        guard case .announce(.rotated(let successor)) = action.kind else { return .empty }
        return ShownKey.id(successor, isPrivate: isPrivate)
    }
}

extension SlackComposer {
    /// With the command that deactivates it, unless the user's name may not be shown in a channel.
    func serviceCredential(_ credential: NewServiceCredential) -> [ComposedMessage] {
        let (sighting, title) = (credential.sighting, common.serviceCredentialTitle())
        let line = common.serviceCredential(
            .code(sighting.userName, limit: 64), service: .code(sighting.service, limit: 64),
            in: ShownKey.account(credential.account),
            author: ShownKeyActivity(sighting.activity, userName: sighting.userName))
        var blocks: [Block] = [.section(title), .section(line)]
        if !ChannelText().hides(sighting.userName), let user = ShellWord(userName: sighting.userName) {
            let command =
                "aws iam update-service-specific-credential --user-name \(user.text) \\\n"
                + "  --service-specific-credential-id \(sighting.id) --status Inactive"
            blocks += [.section(common.afterServiceCredential()), .section(.codeBlock(command))]
        }
        return messages([BlockGroup(id: [], blocks: blocks)], phrases: common, text: title)
    }
}
