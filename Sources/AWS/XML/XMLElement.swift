import FoundationEssentials

/// An element with its children, or with its text.
struct XMLElement: Sendable, Equatable {
    /// Without its namespace prefix.
    var name: String
    var children: [XMLElement] = []
    /// The character data of an element without children; white space between children is dropped.
    var text: String = ""

    /// The first child of that name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the first child of that name.
    func text(at name: String) -> String? { self[name]?.text }

    /// The members of a list: `<Users><member>…</member></Users>`; empty when the list is missing.
    func members(of list: String) -> [XMLElement] {
        self[list]?.children.filter { $0.name == "member" } ?? []
    }

    /// The text of a child that must be there and not be empty.
    func required(_ name: String) throws(XMLError) -> String {
        guard let text = text(at: name), !text.isEmpty else { throw .missing(element: "\(self.name)/\(name)") }
        return text
    }

    /// The text of a child, or nil when it is missing or empty.
    func optional(_ name: String) -> String? {
        text(at: name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The instant in a child that must be there.
    func requiredDate(_ name: String) throws(XMLError) -> Date {
        let text = try required(name)
        guard let date = WireDate.iso8601(text.trimmed) else { throw .unreadable(element: "\(self.name)/\(name)") }
        return date
    }

    /// The instant in a child, or nil when the child is missing or empty.
    func optionalDate(_ name: String) throws(XMLError) -> Date? {
        try optional(name) == nil ? nil : requiredDate(name)
    }

    /// `true` or `false`; nil when missing.
    func flag(_ name: String) throws(XMLError) -> Bool? {
        switch optional(name)?.trimmed.lowercased() {
        case nil: nil
        case "true": true
        case "false": false
        default: throw .unreadable(element: "\(self.name)/\(name)")
        }
    }
}
