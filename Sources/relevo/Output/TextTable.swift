/// Columns of text that fit a terminal's width: the widest column gives way first, with a … where something is missing.
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
    /// Less than this says nothing.
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

    /// Tags and names come from outside: nothing in them may move the cursor or start a new line.
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
