import KeyPolicy
import Testing

struct LanguageTests {
    @Test(arguments: [
        ("en", Language.english), ("EN", .english), ("en-GB", .english), ("en_US", .english),
        ("es", .spanish), ("ES", .spanish), ("es-PE", .spanish), ("es_419", .spanish), ("Es-pe", .spanish),
    ])
    func `a tag names a language`(tag: String, language: Language) {
        #expect(Language(tag: tag) == language)
    }

    @Test(arguments: ["", "english", "klingon", "-en", "español", "est", "e", "es.PE"])
    func `anything else names none`(tag: String) {
        #expect(Language(tag: tag) == nil)
    }
}
