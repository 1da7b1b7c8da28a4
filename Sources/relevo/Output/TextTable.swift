/// Columns of text that fit a terminal's width: the widest column is shortened first, with a … at the cut.
///
/// Where even narrow columns don't fit, each row becomes a few lines, one per column. In a pipe nothing is cut.
struct TextTable {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String]) { self.header = header }

    mutating func add(_ row: [String]) { rows.append(row.map(Self.plain)) }

    var isEmpty: Bool { rows.isEmpty }

    func text(_ terminal: Terminal) -> String {
        let widths = widths(within: terminal.width)
        let gaps = Self.gap * max(0, widths.count - 1)
        guard widths.reduce(gaps, +) <= terminal.width else { return records(terminal) }
        let head = line(header, widths)
        return ([terminal.styled(head, .faint)] + rows.map { line($0, widths) }).joined(separator: "\n")
    }

    private func widths(within limit: Int) -> [Int] {
        var widths = header.indices.map { column in
            ([header[column]] + rows.map { column < $0.count ? $0[column] : "" }).map { TextWidth.of($0) }.max() ?? 0
        }
        let gaps = Self.gap * max(0, widths.count - 1)
        while widths.reduce(0, +) + gaps > limit, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Self.narrowest
        {
            widths[widest] -= 1
        }
        return widths
    }

    private static let gap = 2
    /// A narrower cell is useless.
    private static let narrowest = 5

    private func records(_ terminal: Terminal) -> String {
        let names = header.map { TextWidth.of($0) }.max() ?? 0
        return rows.map { row in
            header.indices.filter { $0 < row.count && !row[$0].isEmpty }.map { column in
                let name =
                    header[column] + String(repeating: " ", count: names - TextWidth.of(header[column]) + Self.gap)
                return terminal.styled(name, .faint)
                    + TextWidth.cut(row[column], to: max(1, terminal.width - names - Self.gap))
            }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, width) in widths.enumerated() {
            let cell = column < cells.count ? cells[column] : ""
            let cut = TextWidth.cut(cell, to: width)
            text += cut
            if column < widths.count - 1 {
                text += String(repeating: " ", count: width - TextWidth.of(cut) + Self.gap)
            }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Tags and names are foreign text: nothing in them may move the cursor or start a new line.
    static func plain(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory.isHarmful ? " " : Character($0) })
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isHarmful: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// How many cells of a terminal a text takes.
enum TextWidth {
    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ character: Character) -> Int { character.unicodeScalars.contains(where: isWide) ? 2 : 1 }

    /// As much of the text as fits, with a … at the cut.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        return String(prefix(of: text, width: width - 1)) + (width > 0 ? "…" : "")
    }

    /// The longest beginning that fits.
    static func prefix(of text: some StringProtocol, width: Int) -> String {
        var kept = ""
        var used = 0
        for character in text {
            used += of(character)
            if used > width { break }
            kept.append(character)
        }
        return kept
    }

    /// Scripts whose letters take two cells, and emoji. https://www.unicode.org/reports/tr11/
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE0F...0xFE0F, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF,
        0x20000...0x3FFFD,
    ]
}
