/// Tokens: single bytes, names, white space.
extension XMLParser {
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func starts(with prefix: [UInt8]) -> Bool {
        guard bytes.count - position >= prefix.count else { return false }
        for offset in 0..<prefix.count where bytes[position + offset] != prefix[offset] { return false }
        return true
    }

    mutating func expect(_ byte: UInt8) throws(XMLError) {
        guard peek == byte else { throw malformed("an unexpected byte") }
        position += 1
    }

    @discardableResult
    mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    /// An ASCII name, as AWS uses only those; returned as a range, so that a comparison copies nothing.
    mutating func name() throws(XMLError) -> Range<Int> {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position], first: position == start) { position += 1 }
        guard position > start else { throw malformed("no name") }
        return start..<position
    }

    func localPart(_ name: Range<Int>) -> Range<Int> {
        guard let colon = bytes[name].lastIndex(of: UInt8(ascii: ":")), colon + 1 < name.upperBound,
            Self.isNameByte(bytes[colon + 1], first: true)
        else { return name }
        return colon + 1..<name.upperBound
    }

    func text(_ range: Range<Int>) throws(XMLError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    func malformed(_ what: String) -> XMLError { .malformed(what, offset: position) }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    private static func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): !first
        default: false
        }
    }
}

/// What may surround the root element: the declaration, comments, white space.
extension XMLParser {
    static let closingTag = Array("</".utf8)
    static let comment = Array("<!--".utf8)
    static let characterData = Array("<![CDATA[".utf8)
    private static let commentEnd = Array("--".utf8)
    private static let declarationEnd = Array("?>".utf8)

    /// `<?xml version="1.0" encoding="UTF-8"?>`; any other encoding is refused.
    mutating func declaration() throws(XMLError) {
        guard starts(with: Array("<?xml".utf8)), position + 5 < bytes.count, Self.isSpace(bytes[position + 5]) else {
            return
        }
        guard let end = find(Self.declarationEnd) else { throw malformed("a declaration without an end") }
        let inner = try text(position + 5..<end).lowercased()
        if inner.contains("encoding"), !inner.contains("\"utf-8\""), !inner.contains("'utf-8'") { throw .notUTF8 }
        position = end + 2
    }

    mutating func miscellany() throws(XMLError) {
        while true {
            skipSpace()
            if starts(with: Self.comment) {
                try skipComment()
            } else if starts(with: Array("<!DOCTYPE".utf8)) {
                throw .doctype
            } else if starts(with: Array("<?".utf8)) {
                throw malformed("a processing instruction")
            } else {
                return
            }
        }
    }

    mutating func skipComment() throws(XMLError) {
        position += Self.comment.count
        guard let end = find(Self.commentEnd), end + 2 < bytes.count, bytes[end + 2] == UInt8(ascii: ">") else {
            throw malformed("a comment without an end")
        }
        position = end + 3
    }

    /// The position where `pattern` starts next.
    func find(_ pattern: [UInt8]) -> Int? {
        var at = position
        while at + pattern.count <= bytes.count {
            if bytes[at] == pattern[0], bytes[at..<at + pattern.count].elementsEqual(pattern) { return at }
            at += 1
        }
        return nil
    }
}
