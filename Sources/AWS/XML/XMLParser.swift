/// Parses the XML of AWS services: strict, bounded, without document types.
///
/// It checks and drops attributes and comments. It knows only the five predefined
/// entities and numeric references, so nothing can expand.
struct XMLParser {
    /// Limits on the size, depth and width of a document.
    struct Limits: Sendable {
        var bytes = 16 * 1_024 * 1_024
        var depth = 64
        var elements = 2_000_000
    }

    static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(XMLError) -> XMLElement {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        var parser = XMLParser(bytes: bytes, limits: limits)
        return try parser.document()
    }

    let bytes: [UInt8]
    private let limits: Limits
    var position = 0
    private var elements = 0

    private init(bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func document() throws(XMLError) -> XMLElement {
        if starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
        try declaration()
        try miscellany()
        guard peek == UInt8(ascii: "<") else { throw malformed("no element") }
        let root = try element(depth: 1)
        try miscellany()
        guard position == bytes.count else { throw malformed("text after the document") }
        return root
    }

    private mutating func element(depth: Int) throws(XMLError) -> XMLElement {
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        elements += 1
        guard elements <= limits.elements else { throw .tooManyElements(limit: limits.elements) }
        try expect(UInt8(ascii: "<"))
        let name = try name()
        var element = XMLElement(name: try text(localPart(name)))
        if try attributes() { return element }
        try content(of: &element, depth: depth)
        let closing = try self.name()
        guard bytes[name] == bytes[closing] else { throw malformed("a closing tag that doesn't match") }
        skipSpace()
        try expect(UInt8(ascii: ">"))
        return element
    }

    /// Reads the content up to the name of the closing tag.
    private mutating func content(of element: inout XMLElement, depth: Int) throws(XMLError) {
        var text = CharacterData()
        while let byte = peek {
            guard byte == UInt8(ascii: "<") else {
                try characters(into: &text)
                continue
            }
            if starts(with: Self.closingTag) {
                position += 2
                if element.children.isEmpty { element.text = try string(text) }
                if !element.children.isEmpty, !text.isBlank { throw malformed("text between elements") }
                return
            }
            if starts(with: Self.comment) {
                try skipComment()
            } else if starts(with: Self.characterData) {
                try literalCharacters(into: &text)
            } else {
                element.children.append(try self.element(depth: depth + 1))
            }
        }
        throw malformed("an element without an end")
    }

    /// - Returns: whether the tag closes itself.
    private mutating func attributes() throws(XMLError) -> Bool {
        var seen: [ArraySlice<UInt8>] = []
        while true {
            let spaced = skipSpace()
            switch peek {
            case UInt8(ascii: ">"):
                position += 1
                return false
            case UInt8(ascii: "/"):
                position += 1
                try expect(UInt8(ascii: ">"))
                return true
            default:
                guard spaced else { throw malformed("a tag without an end") }
                let name = bytes[try name()]
                guard !seen.contains(name), seen.count < 64 else { throw malformed("attributes") }
                seen.append(name)
                try skipAttributeValue()
            }
        }
    }

    private mutating func skipAttributeValue() throws(XMLError) {
        skipSpace()
        try expect(UInt8(ascii: "="))
        skipSpace()
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw malformed("an attribute without a quoted value")
        }
        position += 1
        var ignored = CharacterData()
        while let byte = peek, byte != quote {
            guard byte != UInt8(ascii: "<") else { throw malformed("a tag inside an attribute") }
            if byte == UInt8(ascii: "&") { try reference(into: &ignored) } else { position += 1 }
        }
        try expect(quote)
    }
}
