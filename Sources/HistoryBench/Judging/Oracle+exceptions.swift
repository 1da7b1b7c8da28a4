import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Exemptions, read from tags, configuration and commands.
extension Oracle {
    /// Why the key is certainly exempt at `instant`; nil if it isn't, or not for longer than `margin` seconds.
    func exemption(
        of user: User, _ key: AccessKeyID, at instant: Date, _ scene: Scene, margin: Double, countsTags: Bool = true
    ) -> String? {
        let until = (ends(of: user, key, scene) + (countsTags ? tagEnds(of: user, scene) : [])).max() ?? .distantPast
        return until > instant.addingTimeInterval(margin) ? "it is exempt until \(until.ISO8601Format())" : nil
    }

    /// When the last exemption by an approver ended; tags that ended before any run read them exempted nothing.
    func lapsedExemption(of user: User, _ key: AccessKeyID, at instant: Date, _ scene: Scene) -> Date? {
        ends(of: user, key, scene).filter { $0 <= instant }.max()
    }

    func isLeftAlone(
        _ user: User, _ key: AccessKeyID, at instant: Date, _ scene: Scene, countsTags: Bool = true
    ) -> Bool {
        isNamed(user, in: scene.settings.policy.protected) || isNamed(user, in: scene.settings.policy.decoys)
            || exemption(of: user, key, at: instant, scene, margin: Self.grain, countsTags: countsTags) != nil
    }

    /// Patterns contain whole user names here.
    func isNamed(_ user: User, in patterns: [ARNPattern]) -> Bool {
        patterns.contains { $0.text.hasSuffix("user/\(user.name)") }
    }

    /// The ends of all exemptions that approvers gave the key; those without an end never end.
    private func ends(of user: User, _ key: AccessKeyID, _ scene: Scene) -> [Date] {
        func names(_ subject: Exemption.Subject) -> Bool {
            switch subject {
            case .user(let id): id == user.id.rawValue
            case .key(let id): id == key
            }
        }
        var ends = scene.settings.policy.exemptions.filter { names($0.subject) }.map { $0.until ?? .distantFuture }
        ends += grants.filter { $0.isSure && names($0.subject) }.map(\.until)
        return ends
    }

    /// The end in a user's own tags; nil if they have none.
    private func tagEnds(of user: User, _ scene: Scene) -> [Date] {
        let tags = ["until", "reason", "by"].map { value("relevo-exempt-\($0)", of: user) }
        guard tags.contains(where: { $0 != nil }) else { return [] }
        let longest = exemptTagsSince[user.id].map {
            $0.addingTimeInterval(Double(scene.settings.policy.maxExemptionDays) * 86_400)
        }
        return [min(tags[0].flatMap { end(ofDay: $0, scene) } ?? .distantFuture, longest ?? .distantFuture)]
    }

    /// The end of the day `2026-02-01`, in UTC or, where histories configure hours, five hours west of it; nil for what is no
    /// day.
    private func end(ofDay text: String, _ scene: Scene) -> Date? {
        let west: Double = scene.settings.policy.hours == nil ? 0 : 5 * 3_600
        return try? Date(text + "T00:00:00Z", strategy: .iso8601).addingTimeInterval(86_400 + west)
    }

    func use(of done: StatusChange) -> LastUse? { done.user.keys.first { $0.id == done.key }?.lastUse }

    /// Monday to Thursday, six to four, five hours west of Greenwich: the only hours that histories configure.
    func isOpen(_ hours: WorkingHours, at instant: Date) -> Bool {
        let local = Int((instant.timeIntervalSince1970 - 5 * 3_600).rounded(.down))
        let (day, second) = (local / 86_400, local % 86_400)
        // 1970-01-01 was a Thursday.
        let isHoliday = hours.holidays.contains { $0.daysSince1970 == day }
        return (day + 3) % 7 < 4 && !isHoliday && (6 * 3_600..<16 * 3_600).contains(second)
    }
}
