/// The smallest parts of a line of `mrkdwn`.
enum MrkdwnAtom: Equatable {
    case character(Character)
    /// The text between `<` and `>`.
    case token(String)
    /// The name between two colons.
    case emoji(String)

    var isWord: Bool {
        switch self {
        case .character(let character): character.isLetter || character.isNumber
        case .token, .emoji: false
        }
    }

    var isSpace: Bool {
        if case .character(let character) = self { character.isWhitespace } else { false }
    }

    static func atoms(of line: Substring) -> [MrkdwnAtom] {
        var atoms: [MrkdwnAtom] = []
        var rest = line
        while let first = rest.first {
            if first == "<", let end = rest.firstIndex(of: ">") {
                atoms.append(.token(String(rest[rest.index(after: rest.startIndex)..<end])))
                rest = rest[rest.index(after: end)...]
            } else if first == ":", let name = emojiName(rest) {
                atoms.append(.emoji(name))
                rest = rest.dropFirst(name.count + 2)
            } else if let (entity, character) = MrkdwnRenderer.entities.first(where: { rest.hasPrefix($0.0) }) {
                atoms.append(.character(character))
                rest = rest.dropFirst(entity.count)
            } else {
                atoms.append(.character(first))
                rest = rest.dropFirst()
            }
        }
        return atoms
    }

    private static func emojiName(_ text: Substring) -> String? {
        let name = text.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard !name.isEmpty, name.contains(where: \.isLetter), text.dropFirst(name.count + 1).first == ":" else {
            return nil
        }
        return String(name)
    }
}

/// The emoji the page knows by name; others are shown as `:name:`.
enum Emoji {
    static let byName = [
        "arrow_forward": "▶️", "arrows_counterclockwise": "🔄", "bell": "🔔", "bust_in_silhouette": "👤",
        "calendar": "📅", "closed_lock_with_key": "🔐", "exclamation": "❗", "gear": "⚙️", "hourglass": "⌛",
        "hourglass_flowing_sand": "⏳", "information_source": "ℹ️", "key": "🔑", "large_green_circle": "🟢",
        "large_yellow_circle": "🟡", "lock": "🔒", "mag": "🔍", "new": "🆕", "no_entry": "⛔", "octagonal_sign": "🛑",
        "red_circle": "🔴", "repeat": "🔁", "robot_face": "🤖", "rotating_light": "🚨", "shield": "🛡️", "tada": "🎉",
        "triangular_ruler": "📐", "warning": "⚠️", "wastebasket": "🗑️", "wave": "👋", "white_check_mark": "✅",
        "x": "❌",
    ]
}
