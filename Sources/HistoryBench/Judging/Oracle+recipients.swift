import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Who answers for a user, read from the tags without the code under test.
extension Oracle {
    enum Kind { case engineer, machine, unknown }

    func kind(of user: User) -> Kind {
        switch value("type", of: user)?.lowercased() {
        case "engineer": .engineer
        case "machine": .machine
        default: .unknown
        }
    }

    /// A tag's value, whatever the case of its key; only spaces are no value.
    func value(_ name: String, of user: User) -> String? {
        let found = user.tags.filter { $0.key.lowercased() == name }.sorted { $0.key < $1.key }
        return found.compactMap { tag in
            let words = tag.value.split(separator: " ", omittingEmptySubsequences: true)
            return words.isEmpty ? nil : words.joined(separator: " ")
        }.last
    }

    func judgeRecipient(_ told: Recipient, _ done: StatusChange, _ scene: Scene) -> [Fault] {
        let user = done.user
        let standIn = scene.settings.accounts[user.account]?.channel.map(Recipient.team) ?? .security
        guard let named = named(user, scene) else {
            return told == standIn || isTurnedAway(standIn, done, scene)
                ? [] : [fault("wrongRecipient", done, "\(told.text) was notified and its owner is unknown")]
        }
        if case .person(let person) = named {
            switch scene.messenger.reachabilityNow(of: person) {
            case .unknown where told == named || !hasReason(named, done, scene):
                return [fault("recipientUnknown", done, "Slack could not say whether \(person) exists")]
            case .unlisted where told == named:
                return [fault("recipientUnknown", done, "Slack refused \(person) with an unknown code")]
            case .unreachable:
                return told == named
                    ? [fault("wrongRecipient", done, "\(person), who was notified, no longer exists")] : []
            // After a week, such an answer counts as a refusal.
            case .unlisted where told == standIn || told == .security: return []
            case .reachable, .unknown, .unlisted: break
            }
        }
        if told == named { return [] }
        if hasReason(named, done, scene), told == standIn || told == .security { return [] }
        return [fault("wrongRecipient", done, "\(told.text) was notified and \(named.text) answers for it")]
    }

    /// Where only a channel was notified in the owner's place, the configuration must allow that.
    func judgeUnreachable(_ said: [Said], _ done: StatusChange, _ scene: Scene) -> [Fault] {
        guard let last = said.last else { return [] }
        // A last notice goes to everybody who was ever given a deadline.
        let heard = (told[done.key] ?? []).filter { $0.word == "lastNotice" && $0.at >= last.at }.map(\.recipient)
        let hasToldOther = heard.contains { $0 != .security && $0 != last.recipient }
        let named = named(done.user, scene)
        guard last.recipient != named, !(last.line.isLast && (hasToldOther || last.wasToOwner)) else { return [] }
        var hasLeft = false
        // Of an id with two names it is unknown whose it is, so Slack is not asked about it.
        if let named, case .person(let person) = named, !isShared(named, scene) {
            hasLeft = scene.messenger.reachabilityNow(of: person) == .unreachable(.personLeft)
        }
        let policy = scene.settings.policy
        guard hasLeft ? !policy.enforcesLeft : !policy.enforcesUnreachable else { return [] }
        return [fault("nobodyNotified", done, "only \(last.recipient.text) was notified, in its owner's place")]
    }

    /// The person who is asked whether a key can be deactivated early; nil if there is none, or if that is uncertain.
    func ownerWhoIsOffered(_ user: User, _ scene: Scene) -> Recipient? {
        guard let named = named(user, scene), case .person(let person) = named, !isShared(named, scene),
            scene.messenger.turnedAway[named] == nil, scene.messenger.reachabilityNow(of: person) == .reachable
        else { return nil }
        return named
    }

    /// A stand-in is right if the named recipient can't be notified.
    private func hasReason(_ named: Recipient, _ done: StatusChange, _ scene: Scene) -> Bool {
        isTurnedAway(named, done, scene) || isShared(named, scene)
    }

    /// A refusal counts for some weeks, and for as long as a later promise to a stand-in about any key of the user is
    /// valid.
    private func isTurnedAway(_ recipient: Recipient, _ done: StatusChange, _ scene: Scene) -> Bool {
        guard let refusedAt = scene.messenger.turnedAway[recipient] else { return false }
        let told = done.user.keys.flatMap { words(about: $0.id, scene) }.filter {
            $0.recipient != recipient && $0.at >= refusedAt && $0.line.isBinding
        }
        let kept = (told.compactMap(\.line.deadline).max() ?? .distantPast)
            .addingTimeInterval(Double(scene.settings.policy.promiseValidDays) * 86_400)
        return done.trueAt < max(refusedAt.addingTimeInterval(40 * 86_400), kept)
    }

    func named(_ user: User, _ scene: Scene) -> Recipient? {
        let id = value("slack-id", of: user)
        let person = id.flatMap { $0.hasPrefix("U") ? Recipient(text: $0) : nil }
        guard kind(of: user) == .machine else {
            return kind(of: user) == .engineer || scene.settings.policy.treatsUntaggedAsEngineers ? person : nil
        }
        if let person, !isShared(person, scene) { return person }
        if let id, id.hasPrefix("C") || id.hasPrefix("G"), let channel = Recipient(text: id) { return channel }
        if let team = value("team", of: user) { return scene.settings.teams[team].map(Recipient.team) }
        return person
    }

    /// Whether two full names share one id, now or when this step began: a run reads the users once.
    private func isShared(_ recipient: Recipient, _ scene: Scene) -> Bool {
        sharedBefore.contains(recipient.text) || isSharedNow(recipient, scene)
    }

    /// Ids under two names.
    func shared(_ scene: Scene) -> Set<String> {
        Set(
            scene.estate.users.compactMap { value("slack-id", of: $0).flatMap(Recipient.init(text:)) }
                .filter { isSharedNow($0, scene) }.map(\.text))
    }

    private func isSharedNow(_ recipient: Recipient, _ scene: Scene) -> Bool {
        let names = scene.estate.users.filter { value("slack-id", of: $0) == recipient.text }
            .compactMap { value("full-name", of: $0)?.lowercased() }
        return Set(names).count > 1
    }
}
