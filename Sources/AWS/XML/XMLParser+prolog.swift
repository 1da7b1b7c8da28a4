/// What may stand around the document: the declaration, comments, white space.
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

    /// Where `pattern` next starts.
    func find(_ pattern: [UInt8]) -> Int? {
        var at = position
        while at + pattern.count <= bytes.count {
            if bytes[at] == pattern[0], bytes[at..<at + pattern.count].elementsEqual(pattern) { return at }
            at += 1
        }
        return nil
    }
}
