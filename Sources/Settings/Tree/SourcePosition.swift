/// A place in a configuration's text, as editors count it.
package struct SourcePosition: Hashable, Sendable, Comparable {
    /// The file's name as it was given, or what stands for one (`RELEVO_CONFIGURATION`).
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
