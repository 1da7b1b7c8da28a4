import KeyPolicy
import Testing

struct OwnerTests {
    @Test(arguments: ["type", "Type", "TYPE"])
    func `tag keys are read whatever their case`(name: String) {
        #expect(Owner(tags: [name: "engineer"]).type == .engineer)
    }

    @Test func `values are trimmed and empty ones are missing`() {
        let owner = Owner(tags: [
            "slack-id": "  U0ANNA\t", "full-name": "   ", "team": "\u{00A0}pay\n", "Language": "es",
        ])
        #expect(owner.slackID == "U0ANNA")
        #expect(owner.fullName == nil)
        #expect(owner.team == "pay")
        #expect(owner.language == "es")
        #expect(owner.type == .unknown(nil))
    }

    @Test func `a slack id is a person, a channel or neither`() {
        #expect(Owner(tags: ["slack-id": "U0ANNA"]).slackUser?.rawValue == "U0ANNA")
        #expect(Owner(tags: ["slack-id": "U0ANNA"]).slackChannel == nil)
        #expect(Owner(tags: ["slack-id": "C0TEAM"]).slackChannel?.rawValue == "C0TEAM")
        #expect(Owner(tags: ["slack-id": "@anna"]).slackUser == nil)
    }

    struct TypeCase: Sendable, CustomTestStringConvertible {
        let tag: String?
        let type: OwnerType
        var testDescription: String { tag.map { "“\($0)”" } ?? "no tag" }
    }

    @Test(arguments: [
        TypeCase(tag: "engineer", type: .engineer), TypeCase(tag: " Engineer ", type: .engineer),
        TypeCase(tag: "MACHINE", type: .machine), TypeCase(tag: "machine\n", type: .machine),
        TypeCase(tag: nil, type: .unknown(nil)), TypeCase(tag: "", type: .unknown(nil)),
        TypeCase(tag: "  ", type: .unknown(nil)), TypeCase(tag: "engineers", type: .unknown("engineers")),
        TypeCase(tag: " Boss ", type: .unknown("Boss")), TypeCase(tag: "engi neer", type: .unknown("engi neer")),
        TypeCase(tag: "еngineer", type: .unknown("еngineer")),
    ])
    func `the type is one of two words or unknown`(row: TypeCase) {
        #expect(OwnerType(tag: row.tag) == row.type)
    }
}

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
