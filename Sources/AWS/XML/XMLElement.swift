import FoundationEssentials

/// An element with its children, or with its text.
struct XMLElement: Sendable, Equatable {
    /// Without its namespace prefix.
    var name: String
    var children: [XMLElement] = []
    /// The text of an element without children; white space between children is dropped.
    var text: String = ""

    /// The first child of that name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the first child of that name.
    func text(at name: String) -> String? { self[name]?.text }

    /// The members of a list: `<Users><member>…</member></Users>`; empty if the list is missing.
    func members(of list: String) -> [XMLElement] {
        self[list]?.children.filter { $0.name == "member" } ?? []
    }

    /// The text of a required child, which must not be empty.
    func required(_ name: String) throws(XMLError) -> String {
        guard let text = text(at: name), !text.isEmpty else { throw .missing(element: "\(self.name)/\(name)") }
        return text
    }

    /// The text of a child, or nil if it is missing or empty.
    func optional(_ name: String) -> String? {
        text(at: name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The date in a required child.
    func requiredDate(_ name: String) throws(XMLError) -> Date {
        let text = try required(name)
        guard let date = WireDate.iso8601(text.trimmed) else { throw .unreadable(element: "\(self.name)/\(name)") }
        return date
    }

    /// The date in a child, or nil if the child is missing or empty.
    func optionalDate(_ name: String) throws(XMLError) -> Date? {
        try optional(name) == nil ? nil : requiredDate(name)
    }

    /// `true` or `false`; nil if missing.
    func flag(_ name: String) throws(XMLError) -> Bool? {
        switch optional(name)?.trimmed.lowercased() {
        case nil: nil
        case "true": true
        case "false": false
        default: throw .unreadable(element: "\(self.name)/\(name)")
        }
    }
}

/// Why a document is not the XML of an AWS service. Offsets are in bytes; the text itself is never repeated.
enum XMLError: Error, Equatable, CustomStringConvertible {
    case tooLarge(limit: Int)
    case tooDeep(limit: Int)
    case tooManyElements(limit: Int)
    case notUTF8
    case doctype
    case malformed(String, offset: Int)
    case unexpectedRoot
    case missing(element: String)
    case unreadable(element: String)

    var description: String {
        switch self {
        case .tooLarge(let limit): "is XML larger than \(limit) bytes"
        case .tooDeep(let limit): "is XML nested deeper than \(limit) elements"
        case .tooManyElements(let limit): "is XML of more than \(limit) elements"
        case .notUTF8: "is not UTF-8"
        case .doctype: "is XML with a document type, which no AWS service sends"
        case .malformed(let what, let offset): "is not well-formed XML (\(what) at byte \(offset))"
        case .unexpectedRoot: "is not the document that this operation is documented to return"
        case .missing(let element): "lacks \(element)"
        case .unreadable(let element): "has a \(element) that cannot be read"
        }
    }
}
