import FoundationEssentials
import KeyPolicy

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
            problems.add(map.position, "\(map.name) exempts nobody; add user: (an ARN or AIDA…) or key: (AKIA…).")
        case (_?, _?):
            problems.add(map.position, "\(map.name) has both user and key; keep one, or write two exemptions.")
        }
        return nil
    }
}

extension Setting {
    /// When something is over: a day, meaning its end in `zone`, or an instant.
    func end(in zone: Zone, _ problems: inout Problems) -> Date? {
        guard let text = text(&problems) else { return nil }
        if let end = InstantText.end(text, in: zone) { return end }
        refuse("must be a day such as 2026-12-01 or an instant such as 2026-12-01T17:00:00Z\(butIs).", &problems)
        return nil
    }

    /// Text that is shown to people in one line.
    func line(_ problems: inout Problems) -> String? {
        guard let text = text(&problems) else { return nil }
        if text.count <= 500 { return text }
        refuse("has \(text.count) characters; use at most 500.", &problems)
        return nil
    }
}
