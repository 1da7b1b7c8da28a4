/// Which columns of a table are shown, and how wide each is.
struct TableLayout {
    static let gap = 2

    /// Optional columns for which there was no room.
    private(set) var leftOut: [Int] = []
    private var shown: [Int]
    private var isShort = false
    private var widths: [Int: Int] = [:]
    private let columns: [TextTable.Column]

    /// - Parameter width: of the terminal, in cells.
    /// - Returns: nil where the columns don't fit, whatever is done.
    init?(_ columns: [TextTable.Column], _ rows: [[TextTable.Cell]], shown: [Int], width: Int) {
        self.columns = columns
        self.shown = shown
        measure(rows)
        guard total > width else { return }
        isShort = true
        measure(rows)
        while comfortable > width, let next = self.shown.filter({ columns[$0].rank != nil }).min(by: ranksBefore) {
            self.shown.removeAll { $0 == next }
            leftOut.append(next)
        }
        leftOut.sort()
        while total > width {
            let narrowable = self.shown.filter { widths[$0, default: 0] > least($0, .minimum) }
            guard let widest = narrowable.max(by: { weight($0) < weight($1) }) else { return nil }
            widths[widest, default: 0] -= 1
        }
    }

    /// A row as lines: cells that are wrapped take several.
    func lines(_ cells: [TextTable.Cell]) -> [String] {
        let wrapped = shown.map { column in
            let text = isShort ? cells[column].short : cells[column].full
            let width = widths[column, default: 0]
            return columns[column].fit == .sentence
                ? TextWidth.lines(of: text, width: width) : [TextWidth.cut(text, to: width)]
        }
        return (0..<(wrapped.map(\.count).max() ?? 1)).map { number in
            var line = ""
            for (column, lines) in zip(shown, wrapped) {
                let cell = number < lines.count ? lines[number] : ""
                line += TextWidth.padded(cell, to: widths[column, default: 0] + Self.gap)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private mutating func measure(_ rows: [[TextTable.Cell]]) {
        for column in shown {
            let cells = rows.map { isShort ? $0[column].short : $0[column].full }
            widths[column] = ([columns[column].title] + cells).map { TextWidth.of($0) }.max()
        }
    }

    private var total: Int { sum { widths[$0, default: 0] } }

    private var comfortable: Int { sum { min(widths[$0, default: 0], least($0, .comfortable)) } }

    private func sum(_ width: (Int) -> Int) -> Int {
        shown.reduce(Self.gap * max(0, shown.count - 1)) { $0 + width($1) }
    }

    private enum Room {
        /// Narrower cells are useless.
        case minimum
        /// Before a column gets narrower than that, an optional one is left out.
        case comfortable
    }

    private func least(_ column: Int, _ room: Room) -> Int {
        let least =
            switch (columns[column].fit, room) {
            case (.whole, _): Int.max
            case (.name, .minimum): 8
            case (.name, .comfortable): 12
            case (.sentence, .minimum): 20
            case (.sentence, .comfortable): 30
            }
        return max(least, TextWidth.of(columns[column].title))
    }

    /// Of two columns the heavier one gives way. A sentence gets twice the room of a name.
    private func weight(_ column: Int) -> Int {
        widths[column, default: 0] * (columns[column].fit == .sentence ? 1 : 2)
    }

    private func ranksBefore(_ left: Int, _ right: Int) -> Bool {
        (columns[left].rank ?? 0) < (columns[right].rank ?? 0)
    }
}
