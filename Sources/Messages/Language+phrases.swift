import KeyPolicy

extension Language {
    var phrases: any Phrases {
        switch self {
        case .english: EnglishPhrases()
        case .spanish: SpanishPhrases()
        }
    }
}
