/// Renders `mrkdwn` as a person would see it.
///
/// See <https://docs.slack.dev/messaging/formatting-message-text>.
struct MrkdwnRenderer {
    /// People's and channels' names by id.
    let names: [String: String]
    /// When it is read, in seconds since 1970.
    let now: Double

    func render(_ source: String) -> HTML {
        alternating(source, at: "```") { text, isCode in
            if isCode { return "<pre>\(Self.unescaped(trimmed(text)))</pre>" }
            return alternating(text, at: "`") { text, isCode in
                isCode ? "<code>\(Self.unescaped(text))</code>" : running(text)
            }
        }
    }

    /// Splits at pairs of `mark`; the text inside a pair is code.
    private func alternating(_ text: String, at mark: String, _ piece: (String, Bool) -> HTML) -> HTML {
        var parts = Self.split(text, at: mark)
        // An opening mark without a closing one is text.
        if parts.count.isMultiple(of: 2), let last = parts.popLast(), let before = parts.popLast() {
            parts.append(before + mark + last)
        }
        var out = HTML.empty
        for (index, part) in parts.enumerated() where !part.isEmpty {
            let isCode = !index.isMultiple(of: 2)
            // A code block is a paragraph of its own: the breaks around it would show as empty lines.
            let isBesideBlock = mark == "```" && parts.count > 1 && !isCode
            out = out + piece(isBesideBlock ? trimmed(part) : part, isCode)
        }
        return out
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        if text.first == "\n" { text = text.dropFirst() }
        if text.last == "\n" { text = text.dropLast() }
        return String(text)
    }

    private func running(_ text: String) -> HTML {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> HTML in
            if line.hasPrefix("&gt; ") {
                return "<span class=\"quote\">\(styled(MrkdwnAtom.atoms(of: line.dropFirst(5))))</span>"
            }
            return styled(MrkdwnAtom.atoms(of: line))
        }
        return HTML(trimmedLines: lines)
    }

    /// Bold, italic and strikethrough, where the marks are at the edges of words.
    private func styled(_ atoms: [MrkdwnAtom]) -> HTML {
        var out = HTML.empty
        var index = 0
        while index < atoms.count {
            let atom = atoms[index]
            if case .character(let mark) = atom, let tag = Self.tags[mark],
                index == 0 || !atoms[index - 1].isWord,
                let end = closing(mark, in: atoms, from: index + 1)
            {
                let inner = styled(Array(atoms[(index + 1)..<end]))
                out = out + HTML(trusted: "<\(tag)>") + inner + HTML(trusted: "</\(tag)>")
                index = end + 1
            } else {
                out = out + shown(atom)
                index += 1
            }
        }
        return out
    }

    private static let tags: [Character: String] = ["*": "strong", "_": "em", "~": "s"]

    private func closing(_ mark: Character, in atoms: [MrkdwnAtom], from start: Int) -> Int? {
        guard start < atoms.count, !atoms[start].isSpace else { return nil }
        return atoms.indices.first { index in
            index > start && atoms[index] == .character(mark) && !atoms[index - 1].isSpace
                && (index + 1 == atoms.count || !atoms[index + 1].isWord)
        }
    }

    private func shown(_ atom: MrkdwnAtom) -> HTML {
        switch atom {
        case .character(let character): .text(String(character))
        case .emoji(let name): .text(Emoji.byName[name] ?? ":\(name):")
        case .token(let token): shown(token)
        }
    }

    /// The text between `<` and `>`.
    private func shown(_ token: String) -> HTML {
        let halves = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let target = halves[0]
        let label = halves.count > 1 ? halves[1] : nil
        if target.hasPrefix("@") {
            return "<span class=\"mention\">@\(names[String(target.dropFirst())] ?? String(target.dropFirst()))</span>"
        }
        if target.hasPrefix("#") {
            let id = String(target.dropFirst())
            return "<span class=\"mention\">#\(names[id] ?? label ?? id)</span>"
        }
        if target.hasPrefix("!date^") {
            let parts = target.split(separator: "^", omittingEmptySubsequences: false).map(String.init)
            guard parts.count >= 3, let epoch = Double(parts[1]) else { return .text(label ?? "") }
            return "<time title=\"\(label ?? "")\">\(PageClock(epoch: epoch).formatted(parts[2], now: now))</time>"
        }
        if target.hasPrefix("!") { return "<span class=\"mention loud\">@\(String(target.dropFirst()))</span>" }
        if ["https://", "http://", "mailto:"].contains(where: { target.hasPrefix($0) }) {
            let address = Self.unescaped(target)
            let shown = Self.unescaped(label ?? target)
            return "<a href=\"\(address)\" rel=\"noopener noreferrer\">\(shown)</a>"
        }
        return .text("<\(token)>")
    }

    static func unescaped(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let first = rest.first {
            if let (entity, character) = entities.first(where: { rest.hasPrefix($0.0) }) {
                out.append(character)
                rest = rest.dropFirst(entity.count)
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    static let entities: [(String, Character)] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]

    private static func split(_ text: String, at mark: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix(mark) {
                parts.append(current)
                current = ""
                rest = rest.dropFirst(mark.count)
            } else {
                current.append(first)
                rest = rest.dropFirst()
            }
        }
        return parts + [current]
    }
}

extension HTML {
    /// Lines with breaks between them.
    fileprivate init(trimmedLines lines: [HTML]) {
        self.init(trusted: lines.map(\.source).joined(separator: "<br>"))
    }
}
