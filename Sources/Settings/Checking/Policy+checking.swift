import FoundationEssentials
import KeyPolicy

extension Policy {
    private static let mostDays = 3_650
    /// The longest delay of a deadline when days have no room: a limit on deactivations that needs more is too low.
    private static let mostDelay = 90

    init(_ setting: Setting, zones: (String) -> Zone?, _ problems: inout Problems) {
        self.init()
        guard let map = setting.map(PolicyKey.self, like: "{ladder: [76, 81, 86], deactivate-at: 91}", &problems) else {
            return
        }
        readLadder(map, &problems)
        if let setting = map[.passwordLadder], let ages = Self.ages(setting, &problems) { passwordLadder = ages }
        if let option = map[.machines]?.option(of: ["notify", "enforce"], &problems) {
            enforcesMachines = option == "enforce"
        }
        if let option = map[.untagged]?.option(of: ["hold", "engineer"], &problems) {
            treatsUntaggedAsEngineers = option == "engineer"
        }
        if let option = map[.unreachable]?.option(of: ["hold", "enforce"], &problems) {
            enforcesUnreachable = option == "enforce"
        }
        if let option = map[.left]?.option(of: ["hold", "enforce"], &problems) { enforcesLeft = option == "enforce" }
        if let limit = map[.maxDeactivations]?.brake(&problems) { maxDeactivations = limit }
        if let percent = map[.maxPercent]?.integer(in: 1...100, &problems) { maxPercent = percent }
        if let days = map[.maxExemptionDays]?.integer(in: 1...Self.mostDays, &problems) { maxExemptionDays = days }
        if let days = map[.maxDelay]?.integer(in: 0...Self.mostDelay, &problems) { maxDelay = days }
        func patterns(_ key: PolicyKey, like example: String) -> [ARNPattern] {
            (map[key]?.list(like: example, &problems) ?? []).compactMap { $0.arnPattern(&problems) }
        }
        protected = patterns(.protected, like: "[\"arn:aws:iam::*:user/break-glass/*\"]")
        decoys = patterns(.decoys, like: "[\"arn:aws:iam::*:user/decoys/*\"]")
        let example = "[{user: \"arn:aws:iam::111111111111:user/ci\", until: 2026-12-01, reason: …, by: …}]"
        hours = map[.hours].flatMap { WorkingHours($0, zones: zones, &problems) }
        exemptions = (map[.exemptions]?.list(like: example, &problems) ?? [])
            .compactMap { Exemption($0, zone: zone, &problems) }
    }

    private mutating func readLadder(_ map: MapReader<PolicyKey>, _ problems: inout Problems) {
        var isWhole = true
        func days(_ key: PolicyKey, _ days: inout Int) {
            guard let setting = map[key] else { return }
            if let read = setting.integer(in: 1...Self.mostDays, &problems) { days = read } else { isWhole = false }
        }
        days(.deactivateAt, &deactivateAt)
        days(.noticeDays, &noticeDays)
        days(.lateNoticeDays, &lateNoticeDays)
        days(.maxOverdueDays, &maxOverdueDays)
        days(.promiseValidDays, &promiseValidDays)
        if let setting = map[.ladder] {
            if let ages = Self.ages(setting, &problems), !ages.isEmpty {
                ladder = ages
            } else {
                isWhole = false
                if case .list(let items) = setting.node.value, items.isEmpty {
                    setting.refuse("is empty; it needs at least one age, such as [76, 81, 86].", &problems)
                }
            }
        }
        // After a refused number, these checks would compare defaults that nobody wrote.
        if isWhole { checkTogether(map, &problems) }
    }

    private func checkTogether(_ map: MapReader<PolicyKey>, _ problems: inout Problems) {
        let last = ladder.last ?? 0
        if last + noticeDays > deactivateAt {
            let latest = deactivateAt - noticeDays
            let ways =
                (latest > 0 ? "end the ladder at \(latest) or earlier, or set " : "set ")
                + "deactivate-at to \(last + noticeDays) or more"
            let setting = map[.ladder] ?? map[.deactivateAt] ?? map[.noticeDays]
            problems.add(
                setting?.position ?? map.position,
                "the last stage of policy.ladder (\(last)) plus notice-days (\(noticeDays)) is \(last + noticeDays), "
                    + "after deactivate-at (\(deactivateAt)): the last notice would come too late to count; \(ways).")
        }
        if lateNoticeDays < noticeDays {
            let setting = map[.lateNoticeDays] ?? map[.noticeDays]
            problems.add(
                setting?.position ?? map.position,
                "policy.late-notice-days (\(lateNoticeDays)) must not be shorter than notice-days (\(noticeDays)).")
        }
    }

    /// A ladder: ages in whole days, ascending, without repeats.
    private static func ages(_ setting: Setting, _ problems: inout Problems) -> [Int]? {
        guard let items = setting.list(like: "[76, 81, 86]", &problems) else { return nil }
        let ages = items.compactMap { $0.integer(in: 1...mostDays, &problems) }
        guard ages.count == items.count else { return nil }
        if zip(ages, ages.dropFirst()).contains(where: { $0 >= $1 }) {
            let right = Set(ages).sorted().map(String.init).joined(separator: ", ")
            let written = ages.map(String.init).joined(separator: ", ")
            setting.refuse(
                "must be in ascending order without repeats, such as [\(right)], but is [\(written)].", &problems)
            return nil
        }
        guard ages.count <= 20 else {
            setting.refuse("has \(ages.count) stages; at most 20 are allowed.", &problems)
            return nil
        }
        return ages
    }
}

extension Exemption {
    init?(_ setting: Setting, zone: Zone, _ problems: inout Problems) {
        let example = "{key: AKIA…, until: 2026-12-01, reason: …, by: …}"
        guard let map = setting.map(ExemptionKey.self, like: example, &problems) else { return nil }
        let subject = Self.subject(map, &problems)
        let until = map.required(.until, like: "2026-12-01", &problems)?.end(in: zone, &problems)
        let reason = map.required(.reason, like: "\"vendor rotates in November, OPS-123\"", &problems)?.line(&problems)
        let approver = map.required(.by, like: "ana@example.com", &problems)?.line(&problems)
        guard let subject, let until, let reason, let approver else { return nil }
        self.init(subject: subject, until: until, reason: reason, approver: approver)
    }

    private static func subject(_ map: MapReader<ExemptionKey>, _ problems: inout Problems) -> Subject? {
        let user = map[.user].map { $0.exemptUser(&problems) }
        let key = map[.key].map { $0.exemptKey(&problems) }
        switch (user, key) {
        case (let user?, nil):
            return user.map(Subject.user)
        case (nil, let key?):
            return key.map(Subject.key)
        case (nil, nil):
            problems.add(
                map.position, "\(map.name) names neither a user nor a key; add user: (an ARN or AIDA…) or key: (AKIA…)."
            )
        case (_?, _?):
            problems.add(map.position, "\(map.name) has both user and key; keep one, or write two exemptions.")
        }
        return nil
    }
}

extension Setting {
    /// The end of something: a day, meaning its end in `zone`, or an instant.
    func end(in zone: Zone, _ problems: inout Problems) -> Date? {
        guard let text = text(&problems) else { return nil }
        if let end = InstantText.end(text, in: zone) { return end }
        refuse("must be a day such as 2026-12-01 or an instant such as 2026-12-01T17:00:00Z\(butIs).", &problems)
        return nil
    }

    /// Text that is shown to people on one line.
    func line(_ problems: inout Problems) -> String? {
        guard let text = text(&problems) else { return nil }
        if text.count <= 500 { return text }
        refuse("has \(text.count) characters; use at most 500.", &problems)
        return nil
    }
}
