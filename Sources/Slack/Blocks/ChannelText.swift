/// Hides in a message to a channel what only its owner may read: people's e-mail addresses, and whole ids of access
/// keys.
///
/// It is the last step before a message is encoded, so that no text from outside gets around it: a name, a tag, a
/// reason, an error. Our own tokens (`<…>`) and blocks of code stay as they are, because something would be broken in
/// them.
package struct ChannelText: Sendable {
    /// Addresses that stay: those in these texts, which the company wrote for everybody.
    private let kept: [String]

    package init(keeping kept: [String] = []) { self.kept = kept }

    package func hidden(_ message: Message) -> Message {
        Message(text: hidden(message.text), blocks: message.blocks.map(hidden))
    }

    private func hidden(_ block: Block) -> Block {
        switch block {
        case .header(let text): .header(PlainText(plain(text.text)))
        case .section(let text, let fields): .section(text.map(hidden), fields: fields.map(hidden))
        case .context(let elements): .context(elements.map(hidden))
        case .divider, .actions: block
        }
    }

    private func hidden(_ text: Mrkdwn) -> Mrkdwn {
        let pieces = text.source.split(separator: "```", omittingEmptySubsequences: false)
        let shown = pieces.enumerated().map { index, piece in
            index.isMultiple(of: 2) ? outsideTokens(piece) : String(piece)
        }
        return Mrkdwn(trusted: shown.joined(separator: "```"))
    }

    private func outsideTokens(_ text: Substring) -> String {
        let pieces = text.split(separator: "<", omittingEmptySubsequences: false)
        return pieces.enumerated().map { index, piece in
            guard index > 0, let end = piece.firstIndex(of: ">") else { return plain(piece) }
            return piece[...end] + plain(piece[end...].dropFirst())
        }.joined(separator: "<")
    }

    /// Whether anything in a value would be hidden.
    package func hides(_ value: String) -> Bool { plain(value) != value }

    private func plain(_ text: some StringProtocol) -> String {
        var shown = ""
        var word = ""
        for character in text {
            if character.isLetter || character.isNumber || "@._%+'-".contains(character) {
                word.append(character)
            } else {
                shown += self.word(word)
                shown.append(character)
                word = ""
            }
        }
        return shown + self.word(word)
    }

    /// An address keeps what is before its `@`: enough to recognize a person, and no address.
    private func word(_ word: String) -> String {
        let end = word.lastIndex { $0.isLetter || $0.isNumber }
        guard let at = word.firstIndex(of: "@"), at > word.startIndex, let end, at < end else { return keyIDs(word) }
        let address = word[...end]
        guard address[at...].contains("."), !kept.contains(where: { $0.contains(address) }) else {
            return keyIDs(word)
        }
        return "\(keyIDs(String(word[..<at])))@…\(word[end...].dropFirst())"
    }

    /// `AKIA…WXYZ`, as masked ids are shown everywhere. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    private func keyIDs(_ word: String) -> String {
        guard let start = ["AKIA", "ASIA"].compactMap({ word.firstRange(of: $0)?.lowerBound }).min() else {
            return word
        }
        let id = word[start...].prefix { $0.isASCII && ($0.isUppercase || $0.isNumber) }
        guard id.count >= 16 else { return String(word[..<id.endIndex]) + keyIDs(String(word[id.endIndex...])) }
        return "\(word[..<start])\(id.prefix(4))…\(id.suffix(4))\(keyIDs(String(word[id.endIndex...])))"
    }
}
