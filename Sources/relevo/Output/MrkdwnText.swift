import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Slack's `mrkdwn` as a person reads it: dates in a zone, names instead of ids, no marks and no entities.
///
/// https://docs.slack.dev/messaging/formatting-message-text
struct MrkdwnText {
    enum Line: Hashable {
        case words(String)
        /// A line to copy, exactly as it is.
        case code(String)
    }

    /// Names by Slack id.
    let names: [String: String]
    let zone: Zone

    func lines(of source: String) -> [Line] {
        source.split(separator: "```", omittingEmptySubsequences: false).enumerated().flatMap { number, part in
            let isCode = !number.isMultiple(of: 2)
            var lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            // The breaks around a code block are part of its marks.
            if isCode || number > 0, lines.first == "" { lines.removeFirst() }
            if lines.last == "" { lines.removeLast() }
            return lines.map { isCode ? Line.code(unescaped($0)) : Line.words(words($0)) }
        }
    }

    private func words(_ line: String) -> String {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { number, part in
            number.isMultiple(of: 2)
                ? unescaped(unmarked(tokensRead(emojiRead(String(part))))) : unescaped(String(part))
        }.joined()
    }

    /// Replaces what stands between `<` and `>`.
    private func tokensRead(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            result += rest[..<open] + shown(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func shown(_ token: Substring) -> String {
        let halves = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let label = halves.count > 1 ? String(halves[1]) : nil
        let target = String(halves[0])
        switch target.first {
        case "@": return "@\(names[String(target.dropFirst())] ?? label ?? String(target.dropFirst()))"
        case "#": return "#\(names[String(target.dropFirst())] ?? label ?? String(target.dropFirst()))"
        case "!" where target.hasPrefix("!date^"): return date(target) ?? label ?? ""
        case "!": return "@\(label ?? String(target.dropFirst()))"
        default: return label.map { "\($0) (\(target))" } ?? target
        }
    }

    /// `<!date^EPOCH^FORMAT>` in the zone: `Mar 17, 2026 07:00 America/Lima`.
    private func date(_ target: String) -> String? {
        let parts = target.split(separator: "^", omittingEmptySubsequences: false)
        guard parts.count >= 3, let epoch = Double(parts[1]) else { return nil }
        let instant = Date(timeIntervalSince1970: epoch)
        let standing = zone.standing(at: instant)
        let day = CivilDate(at: instant, offset: standing.offset)
        let shown = "\(Self.months[day.month - 1]) \(day.day), \(day.year)"
        guard parts[2].contains("{time") else { return shown }
        let time = instant.addingTimeInterval(Double(standing.offset)).time.prefix(5)
        return "\(shown) \(time) \(zone == .utc ? "UTC" : zone.name)"
    }

    /// Removes the marks of bold, italic and struck text. A mark stands at the edge of a word: `a_b` and `2*3` stay.
    private func unmarked(_ text: String) -> String {
        let characters = Array(text)
        func isWord(_ index: Int) -> Bool {
            characters.indices.contains(index) && (characters[index].isLetter || characters[index].isNumber)
        }
        var dropped: Set<Int> = []
        for start in characters.indices where "*_~".contains(characters[start]) && !dropped.contains(start) {
            guard !isWord(start - 1), start + 1 < characters.count, !characters[start + 1].isWhitespace else {
                continue
            }
            let end = characters.indices.first {
                $0 > start + 1 && characters[$0] == characters[start] && !characters[$0 - 1].isWhitespace
                    && !isWord($0 + 1)
            }
            if let end { dropped.formUnion([start, end]) }
        }
        return String(characters.indices.filter { !dropped.contains($0) }.map { characters[$0] })
    }

    private func emojiRead(_ text: String) -> String {
        var text = text
        for (name, emoji) in Self.emoji {
            text = text.split(separator: ":\(name):", omittingEmptySubsequences: false).joined(separator: emoji)
        }
        return text
    }

    /// Code and words may hold the three characters that Slack escapes.
    private func unescaped(_ text: String) -> String {
        var text = text
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
            text = text.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Those that Relevo's messages use; a test checks the list against the phrases.
    static let emoji = [
        "arrow_forward": "▶️", "arrows_counterclockwise": "🔄", "bell": "🔔", "bust_in_silhouette": "👤", "calendar": "📅",
        "exclamation": "❗", "gear": "⚙️", "hourglass": "⌛", "hourglass_flowing_sand": "⏳",
        "information_source": "ℹ️", "key": "🔑", "mag": "🔍", "new": "🆕", "no_entry": "⛔", "octagonal_sign": "🛑",
        "repeat": "🔁", "robot_face": "🤖", "rotating_light": "🚨", "shield": "🛡️", "tada": "🎉",
        "triangular_ruler": "📐", "warning": "⚠️", "wastebasket": "🗑️", "wave": "👋", "white_check_mark": "✅",
    ]
}
