/// Columns of text that fit a width: the widest column gives way first.
struct TextTable {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String]) { self.header = header }

    mutating func add(_ row: [String]) { rows.append(row.map(Self.plain)) }

    var isEmpty: Bool { rows.isEmpty }

    func text(_ terminal: Terminal) -> String {
        let widths = widths(within: terminal.width)
        let head = line(header, widths)
        return ([terminal.styled(head, .faint)] + rows.map { line($0, widths) }).joined(separator: "\n")
    }

    private func widths(within limit: Int) -> [Int] {
        var widths = header.indices.map { column in
            ([header[column]] + rows.map { column < $0.count ? $0[column] : "" }).map(\.count).max() ?? 0
        }
        let gaps = 2 * max(0, widths.count - 1)
        while widths.reduce(0, +) + gaps > limit, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 8
        {
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, width) in widths.enumerated() {
            let cell = column < cells.count ? cells[column] : ""
            let cut = cell.count > width ? cell.prefix(max(0, width - 1)) + "…" : cell[...]
            text += cut
            if column < widths.count - 1 { text += String(repeating: " ", count: width - cut.count + 2) }
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
