/// A tag as IAM stores it: its key keeps its case, but two keys never differ in case alone.
package struct IAMTag: Sendable, Equatable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
