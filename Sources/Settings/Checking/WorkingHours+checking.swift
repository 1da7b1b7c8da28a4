import KeyPolicy

extension WorkingHours {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    init?(_ setting: Setting, zones: (String) -> Zone?, _ problems: inout Problems) {
        let example = "{zone: America/Lima, days: [mon, tue, wed, thu], from: \"09:00\", to: \"16:00\"}"
        guard let map = setting.map(HoursKey.self, like: example, &problems) else { return nil }
        let zone = map.required(.zone, like: "America/Lima", &problems)?.zone(zones, &problems)
        let days = map.required(.days, like: "[mon, tue, wed, thu]", &problems).flatMap { Self.days($0, &problems) }
        let from = map.required(.from, like: "\"09:00\"", &problems)?.minute(upTo: 1_439, &problems)
        let to = map.required(.to, like: "\"16:00\"", &problems)?.minute(upTo: 1_440, &problems)
        let holidays = map[.holidays].map { Self.holidays($0, &problems) } ?? []
        guard let zone, let days, let from, let to else { return nil }
        guard from < to else {
            map[.to]?.refuse("must be later than from on the same day.", &problems)
            return nil
        }
        self.init(zone: zone, days: days, from: from, to: to, holidays: holidays)
    }

    private static func days(_ setting: Setting, _ problems: inout Problems) -> Set<Int>? {
        guard let items = setting.list(like: "[mon, tue, wed, thu]", &problems) else { return nil }
        if items.isEmpty {
            setting.refuse(
                "is empty, so nothing would ever be deactivated; if you want that, use mode: notify.", &problems)
            return nil
        }
        var days: Set<Int> = []
        for item in items {
            guard let day = item.option(of: weekdays, &problems), let index = weekdays.firstIndex(of: day) else {
                continue
            }
            if !days.insert(index + 1).inserted { item.refuse("repeats \(day); keep it once.", &problems) }
        }
        return days
    }

    private static func holidays(_ setting: Setting, _ problems: inout Problems) -> Set<CivilDate> {
        var holidays: Set<CivilDate> = []
        for item in setting.list(like: "[\"2026-12-25\"]", &problems) ?? [] {
            guard let text = item.text(&problems) else { continue }
            if let date = CivilDate(text) {
                holidays.insert(date)
            } else {
                item.refuse("must be a day that exists, such as 2026-12-25\(item.butIs).", &problems)
            }
        }
        return holidays
    }
}

extension Setting {
    func zone(_ zones: (String) -> Zone?, _ problems: inout Problems) -> Zone? {
        guard let text = text(&problems) else { return nil }
        if let zone = zones(text) { return zone }
        refuse(
            "must be a time zone that this machine knows, such as America/Lima or UTC\(butIs); check the name, or "
                + "install the zone files (tzdata).", &problems)
        return nil
    }

    /// `HH:MM` as minutes after midnight; `24:00` is allowed only as an end.
    func minute(upTo latest: Int, _ problems: inout Problems) -> Int? {
        if case .scalar(_, .number) = node.value {
            refuse("must be a time such as \"09:00\", in quotes\(butIs).", &problems)
            return nil
        }
        guard let text = text(&problems) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(AllowedText.isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= latest
        {
            return hour * 60 + minute
        }
        refuse("must be a time from \"00:00\" to \"\(latest == 1_440 ? "24:00" : "23:59")\"\(butIs).", &problems)
        return nil
    }
}
