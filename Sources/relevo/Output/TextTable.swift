/// Columns of text that fit a terminal's width.
///
/// What is the same in every row is said once above the table. Where the columns don't fit, dates and ids take their
/// short form, optional columns are left out and named below the table, sentences wrap, and names are cut in the middle,
/// with a … at the cut. Where even that doesn't fit, each row becomes a few lines, one per column. In a pipe everything
/// fits.
struct TextTable {
    private let columns: [Column]
    private var lines: [Line] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) {
        lines.append(.row(columns.indices.map { $0 < cells.count ? cells[$0] : "" }))
    }

    /// A line of its own between the rows.
    mutating func addHeading(_ text: String) { lines.append(.heading(Self.plain(text))) }

    var isEmpty: Bool { lines.isEmpty }

    func text(_ terminal: Terminal) -> String {
        let constant = constantColumns
        let varying = columns.indices.filter { constant[$0] == nil }
        var parts = [said(constant)].compactMap(\.self).map { terminal.styled(terminal.wrapped($0), .faint) }
        guard let layout = TableLayout(columns, rows, shown: varying, width: terminal.width) else {
            return (parts + [records(varying, terminal)]).joined(separator: "\n")
        }
        let titles = layout.lines(columns.map { Cell($0.title) })
        parts += titles.map { terminal.styled($0, .faint) }
        for line in lines {
            switch line {
            case .row(let cells): parts += layout.lines(cells)
            case .heading(let text): parts.append(terminal.styled(terminal.wrapped(text), .strong))
            }
        }
        if !layout.leftOut.isEmpty {
            let names = layout.leftOut.map { columns[$0].title }.joined(separator: ", ")
            parts.append(terminal.styled(terminal.wrapped("No room for: \(names)."), .faint))
        }
        return parts.joined(separator: "\n")
    }

    private enum Line {
        case row([Cell])
        case heading(String)
    }

    private var rows: [[Cell]] {
        lines.compactMap { if case .row(let cells) = $0 { cells } else { nil } }
    }

    /// The columns whose cells are all alike, with that cell; one row alone is shown as it is, without its empty cells.
    private var constantColumns: [Int: Cell] {
        guard let first = rows.first else { return [:] }
        let constant = columns.indices.filter { column in
            let isAlike = rows.allSatisfy { $0[column].full == first[column].full }
            return isAlike && (rows.count > 1 || first[column].full.isEmpty)
        }
        // Rows that are alike in everything are still rows.
        guard constant.count < columns.count else { return [:] }
        return Dictionary(constant.map { ($0, first[$0]) }, uniquingKeysWith: { $1 })
    }

    private func said(_ constant: [Int: Cell]) -> String? {
        let said = constant.sorted { $0.key < $1.key }.filter { !$0.value.full.isEmpty }
            .map { "\(columns[$0.key].title) \($0.value.full)" }
        return said.isEmpty ? nil : "In every row: \(said.joined(separator: ", "))."
    }

    private func records(_ shown: [Int], _ terminal: Terminal) -> String {
        let names = shown.map { TextWidth.of(columns[$0].title) }.max() ?? 0
        let room = max(1, terminal.width - names - TableLayout.gap)
        return lines.map { line in
            guard case .row(let cells) = line else {
                if case .heading(let text) = line { return terminal.styled(terminal.wrapped(text), .strong) }
                return ""
            }
            return shown.filter { !cells[$0].full.isEmpty }.flatMap { column in
                TextWidth.lines(of: cells[column].full, width: room).enumerated().map { number, value in
                    let title = number == 0 ? columns[column].title : ""
                    return terminal.styled(TextWidth.padded(title, to: names + TableLayout.gap), .faint) + value
                }
            }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// Tags and names are foreign text: nothing in them may move the cursor or start a new line.
    static func plain(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory.isHarmful ? " " : Character($0) })
    }
}

extension TextTable {
    /// What a column holds, and what may happen to it where there is no room.
    struct Column {
        enum Fit {
            /// Always shown whole.
            case whole
            /// Cut in the middle, because names often differ at one of their ends only.
            case name
            /// Wrapped between words.
            case sentence
        }

        let title: String
        let fit: Fit
        /// The order in which optional columns are left out: the lowest first. Nil: always shown.
        var rank: Int?

        static func whole(_ title: String, rank: Int? = nil) -> Column { Column(title: title, fit: .whole, rank: rank) }

        static func name(_ title: String, rank: Int? = nil) -> Column { Column(title: title, fit: .name, rank: rank) }

        static func sentence(_ title: String) -> Column { Column(title: title, fit: .sentence) }
    }

    /// A value, and a shorter form of it for narrow terminals.
    struct Cell: ExpressibleByStringInterpolation {
        let full: String
        let short: String

        init(_ full: String, short: String? = nil) {
            self.full = TextTable.plain(full)
            self.short = TextTable.plain(short ?? full)
        }

        init(stringLiteral value: String) { self.init(value) }
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

/// The line under a table: `12 notices · 3 deactivations`.
struct Totals {
    private let parts: [String]

    /// - Parameter parts: nil for what is not worth a word.
    init(_ parts: [String?]) { self.parts = parts.compactMap(\.self) }

    func text(_ terminal: Terminal) -> String { terminal.styled(terminal.wrapped(plain), .strong) }

    private var plain: String { parts.joined(separator: " · ") }

    /// `1 key`, `2 keys`.
    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// The same; nil for none.
    static func some(_ count: Int, _ noun: String) -> String? { count == 0 ? nil : Self.count(count, noun) }
}
