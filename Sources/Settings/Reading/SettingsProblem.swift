/// One thing that is wrong in a configuration: where, what, and what would be right.
package struct SettingsProblem: Hashable, Sendable {
    package let position: SourcePosition
    package let sentence: String

    package init(_ position: SourcePosition, _ sentence: String) {
        self.position = position
        self.sentence = sentence
    }

    package var text: String { "\(position.text): \(sentence)" }
}
