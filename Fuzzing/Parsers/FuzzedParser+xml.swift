@testable import AWS

extension FuzzedParser {
    /// The XML that IAM and STS answer in.
    static let xml = FuzzedParser(
        name: "xml",
        words: [
            "<", ">", "</", "/>", "<a>", "</a>", "<a/>", "<member>", "</member>", "<![CDATA[", "]]>", "<!--", "-->",
            "<?xml ",
            "?>", " encoding='utf-8'", "<!DOCTYPE", "&amp;", "&lt;", "&#10;", "&#x41;", "&#xD800;", "&#x110000;",
            " a='b'",
            " xmlns=\"x\"", "\r\n", "\u{FEFF}", "x:", "IsTruncated", "Marker", "CreateDate", "2026-11-24T06:39:00Z",
            "true",
        ]
    ) { bytes in
        let tree: XMLElement
        do throws(XMLError) { tree = try XMLParser.parse(bytes) } catch {
            return try FuzzFinding.unlessPrintable("the answer \(error)")
        }
        try FuzzFinding.unless(tree.depth <= XMLParser.Limits().depth, "a tree \(tree.depth) deep")
        let again = try? XMLParser.parse(Array(tree.written.utf8))
        try FuzzFinding.unless(again == tree, "printed and read again it is another tree: \(tree.written)")
        try tree.checkValues()
    }
}

extension XMLElement {
    fileprivate var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }

    fileprivate var written: String {
        let inner = children.isEmpty ? Self.escaped(text) : children.map(\.written).joined(separator: "\n")
        return "<\(name)>\(inner)</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\r": out += "&#13;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Reads each value as everything that clients read values as.
    fileprivate func checkValues() throws {
        for child in children {
            do throws(XMLError) {
                _ = try required(child.name)
                _ = try flag(child.name)
            } catch { try FuzzFinding.unlessPrintable("the answer \(error)") }
            // What can't be read is no date, and never a missing one.
            if optional(child.name) == nil {
                try FuzzFinding.unless(try optionalDate(child.name) == nil, "a date of nothing")
            }
            _ = try? requiredDate(child.name)
            try child.checkValues()
        }
        _ = members(of: name)
    }
}
