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
