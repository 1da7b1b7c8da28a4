/// Reads the parts of a POSIX `TZ` rule, from left to right.
struct ZoneRuleReader {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    var startsRule: Bool { rest.hasPrefix(",") }

    /// Three letters or more, or a short name between `<` and `>`.
    mutating func takeName() -> String? {
        if take("<") {
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-") }
            rest = rest.dropFirst(name.count)
            guard (3...10).contains(name.count), take(">") else { return nil }
            return String(name)
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(name.count)
        return (3...10).contains(name.count) ? String(name) : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func takeTime(hours most: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = takeNumber(0...most) else { return nil }
        var seconds = hours * 3_600
        if take(":") {
            guard let minutes = takeNumber(0...59) else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let last = takeNumber(0...59) else { return nil }
                seconds += last
            }
        }
        return sign * seconds
    }

    /// `,Mm.w.d`, `,Jn` or `,n`, each with `/time` if it isn't 02:00.
    mutating func takeDay() -> ZoneRuleDay? {
        guard take(",") else { return nil }
        let day: ZoneRuleDay.Day
        if take("M") {
            guard let month = takeNumber(1...12), take("."), let week = takeNumber(1...5), take("."),
                let weekday = takeNumber(0...6)
            else { return nil }
            day = .weekday(month: month, week: week, weekday: weekday)
        } else if take("J") {
            guard let number = takeNumber(1...365) else { return nil }
            day = .withoutLeapDay(number)
        } else {
            guard let number = takeNumber(0...365) else { return nil }
            day = .withLeapDay(number)
        }
        guard take("/") else { return ZoneRuleDay(day: day, time: 7_200) }
        // A week either way, as version 3 allows.
        return takeTime(hours: 167).map { ZoneRuleDay(day: day, time: $0) }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard (1...3).contains(digits.count), let number = Int(digits), range.contains(number) else { return nil }
        return number
    }
}
