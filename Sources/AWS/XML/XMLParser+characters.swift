/// Text, references and CDATA sections.
extension XMLParser {
    /// Reads up to the next tag.
    mutating func characters(into text: inout CharacterData) throws(XMLError) {
        var start = position
        var blank = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x3E {
                blank = false
                position += 1
            } else if byte == UInt8(ascii: "<") {
                break
            } else if byte == UInt8(ascii: "&") {
                text.append(start..<position, of: bytes, blank: blank)
                try reference(into: &text)
                start = position
                blank = true
            } else if byte == 0x0D {
                text.append(start..<position, of: bytes, blank: blank)
                lineEnd(into: &text)
                start = position
                blank = true
            } else {
                try checkCharacter(byte)
                if !Self.isSpace(byte) { blank = false }
                position += 1
            }
        }
        text.append(start..<position, of: bytes, blank: blank)
    }

    /// Reads a CDATA section, in which only its end has a meaning.
    mutating func literalCharacters(into text: inout CharacterData) throws(XMLError) {
        position += Self.characterData.count
        guard let end = find(Array("]]>".utf8)) else { throw malformed("a CDATA section without an end") }
        var start = position
        while position < end {
            if bytes[position] == 0x0D {
                text.append(start..<position, of: bytes, blank: false)
                lineEnd(into: &text)
                start = position
            } else {
                if bytes[position] < 0x20 { try checkCharacter(bytes[position]) }
                position += 1
            }
        }
        text.append(start..<end, of: bytes, blank: false)
        position = end + 3
    }

    /// Reads a reference such as `&amp;`, `&#10;` or `&#x41;`.
    mutating func reference(into text: inout CharacterData) throws(XMLError) {
        let start = position + 1
        var end = start
        while end < bytes.count, end - start <= 10, bytes[end] != UInt8(ascii: ";") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: ";"), end > start else {
            throw malformed("a reference without an end")
        }
        guard let scalar = Self.scalar(bytes[start..<end]) else { throw malformed("an unknown reference") }
        text.append(scalar, of: bytes)
        position = end + 1
    }

    func string(_ text: CharacterData) throws(XMLError) -> String {
        if let run = text.run { return try self.text(run) }
        guard let string = String(validating: text.copy, as: UTF8.self) else { throw .notUTF8 }
        return string
    }

    /// Reads a carriage return, with or without a line feed, as one line feed.
    private mutating func lineEnd(into text: inout CharacterData) {
        text.appendLineFeed(of: bytes)
        position += 1
        if peek == 0x0A { position += 1 }
    }

    private func checkCharacter(_ byte: UInt8) throws(XMLError) {
        guard byte >= 0x20 || Self.isSpace(byte) else { throw malformed("a control character") }
        // `]]>` outside a CDATA section: its beginning is missing.
        if byte == UInt8(ascii: ">"), position >= 2, bytes[position - 1] == UInt8(ascii: "]"),
            bytes[position - 2] == UInt8(ascii: "]")
        {
            throw malformed("the end of a CDATA section")
        }
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard name.first == UInt8(ascii: "#") else {
            return named.first { $0.name.elementsEqual(name) }?.scalar
        }
        let digits = name.dropFirst()
        let hexadecimal = digits.first == UInt8(ascii: "x")
        let text = String(decoding: hexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let value = UInt32(text, radix: hexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value)
        else { return nil }
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: return scalar
        default: return nil
        }
    }

    private static let named: [(name: [UInt8], scalar: Unicode.Scalar)] = [
        (Array("amp".utf8), "&"), (Array("lt".utf8), "<"), (Array("gt".utf8), ">"), (Array("quot".utf8), "\""),
        (Array("apos".utf8), "'"),
    ]
}

/// The text of one element while it is parsed.
///
/// A single plain run, the usual case, stays a range of the document; only references,
/// CDATA sections and carriage returns require a copy.
struct CharacterData {
    private(set) var run: Range<Int>?
    private(set) var copy: [UInt8] = []
    private(set) var isBlank = true

    mutating func append(_ range: Range<Int>, of bytes: [UInt8], blank: Bool) {
        guard !range.isEmpty else { return }
        isBlank = isBlank && blank
        if run == nil, copy.isEmpty {
            run = range
        } else {
            settle(bytes)
            copy += bytes[range]
        }
    }

    mutating func append(_ scalar: Unicode.Scalar, of bytes: [UInt8]) {
        isBlank = false
        settle(bytes)
        copy += Array(String(Character(scalar)).utf8)
    }

    mutating func appendLineFeed(of bytes: [UInt8]) {
        settle(bytes)
        copy.append(0x0A)
    }

    private mutating func settle(_ bytes: [UInt8]) {
        if let run { copy += bytes[run] }
        run = nil
    }
}
