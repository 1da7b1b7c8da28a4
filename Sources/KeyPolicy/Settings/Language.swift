/// A language that messages can be written in.
package enum Language: String, CaseIterable, Hashable, Sendable {
    case english = "en"
    case spanish = "es"

    /// Reads a user's `language` tag: `es`, `ES`, `es-PE` and `es_PE` are all Spanish.
    package init?(tag: String) {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        self.init(rawValue: String(primary))
    }
}
