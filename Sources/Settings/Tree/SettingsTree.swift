/// A configuration as it was written, before any check: the form that YAML and JSON have in common.
package struct SettingsTree: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case scalar(String, ScalarKind)
        case list([SettingsTree])
        /// In the order they were written. A key that was given twice is here twice, so that it can be refused.
        case map([Entry])
    }

    /// What a scalar's spelling says about it. Numbers keep their spelling, so that no leading zero is lost.
    package enum ScalarKind: Hashable, Sendable {
        case quoted
        case plain
        case null
        /// The text is `true` or `false`.
        case bool
        case number
    }

    package struct Entry: Hashable, Sendable {
        package let key: String
        package let keyPosition: SourcePosition
        package let value: SettingsTree

        package init(key: String, keyPosition: SourcePosition, value: SettingsTree) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    /// The maximum size of a configuration in bytes, in either notation.
    package static let maxBytes = 1_000_000
    /// The maximum depth of nested lists and maps.
    package static let maxDepth = 32

    package let value: Value
    package let position: SourcePosition

    package init(_ value: Value, at position: SourcePosition) {
        self.value = value
        self.position = position
    }
}

extension SettingsTree {
    /// A configuration's text, in either notation; editors on Windows begin it with a byte order mark, which is left out.
    ///
    /// - Throws: ``SettingsError/malformed(_:)`` if it is too large or not UTF-8.
    package static func text(_ bytes: [UInt8], file: String) throws(SettingsError) -> String {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard bytes.count <= maxBytes else {
            throw .malformed(SettingsProblem(start, "the configuration is larger than 1 MB."))
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else {
            throw .malformed(SettingsProblem(start, "the text is not UTF-8; save the file with that encoding."))
        }
        return text
    }
}

/// A place in a configuration's text, as editors count it.
package struct SourcePosition: Hashable, Sendable, Comparable {
    /// The file's name as it was given, or the name of another source (`RELEVO_CONFIGURATION`).
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `relevo.yaml:12:3`, which editors and terminals turn into a link.
    package var text: String { "\(file):\(line):\(column)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
