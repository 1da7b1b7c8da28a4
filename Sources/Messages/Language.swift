/// A language that messages can be written in.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"

    /// Reads a user's `language` tag or the configuration: `en`, `EN` and `en-GB` are English.
    package init?(tag: String) {
        let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        self.init(rawValue: String(primary))
    }

    var phrases: any Phrases {
        switch self {
        case .english: EnglishPhrases()
        }
    }
}
