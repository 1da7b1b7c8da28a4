import Messages
import Testing

struct LanguageTests {
    @Test(arguments: [("en", Language.english), ("EN", .english), ("en-GB", .english), ("en_US", .english)])
    func `a tag names a language`(tag: String, language: Language) {
        #expect(Language(tag: tag) == language)
    }

    @Test(arguments: ["", "english", "klingon", "-en"])
    func `anything else names none`(tag: String) {
        #expect(Language(tag: tag) == nil)
    }
}
