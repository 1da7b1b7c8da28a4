/// A configuration as it was written, before anything is known to be right: the one shape that YAML and JSON share.
package struct SettingsTree: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case scalar(String, ScalarKind)
        case list([SettingsTree])
        /// In the order of writing; a key that was given twice is in here twice, so that it can be refused.
        case map([Entry])
    }

    /// What a scalar's spelling says about it. Numbers keep their spelling: a lost zero can't come back.
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

    /// The most bytes a configuration may have, in either notation.
    package static let maxBytes = 1_000_000
    /// The most lists and maps that may stand inside one another.
    package static let maxDepth = 32

    package let value: Value
    package let position: SourcePosition

    package init(_ value: Value, at position: SourcePosition) {
        self.value = value
        self.position = position
    }
}
