/// Something that must hold for every input, and did not for this one.
struct FuzzFinding: Error, CustomStringConvertible {
    let description: String

    /// Throws unless `condition` holds.
    static func unless(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw FuzzFinding(description: what()) }
    }

    /// Throws unless a text may be printed on one line of a terminal: nothing that moves a cursor or turns the line around.
    static func unlessPrintable(_ text: String, longest: Int = 2_000) throws {
        try unless(!text.isEmpty, "an error says nothing")
        try unless(text.utf8.count <= longest, "a sentence of \(text.utf8.count) bytes: \(text.prefix(200))…")
        let hostile = text.unicodeScalars.first { scalar in
            switch scalar.value {
            // Line and paragraph separators, and what turns the direction of reading.
            case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
            default: scalar.properties.generalCategory == .control
            }
        }
        if let hostile {
            throw FuzzFinding(
                description: "U+\(String(hostile.value, radix: 16)) in a sentence: \(text.debugDescription)")
        }
    }
}
