import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Who reads which language: a person their own, channels the configuration's.
struct ReaderLanguageTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let configured: Language
        /// The `language` tags of the users whose keys the message is about.
        let tags: [String?]
        let reads: Language
    }

    static let toPersons = [
        Case(testDescription: "no tag", configured: .spanish, tags: [nil], reads: .spanish),
        Case(testDescription: "a tag wins", configured: .english, tags: ["es"], reads: .spanish),
        Case(testDescription: "it wins both ways", configured: .spanish, tags: ["en"], reads: .english),
        Case(testDescription: "with a country", configured: .english, tags: ["es-PE"], reads: .spanish),
        Case(testDescription: "in capitals", configured: .english, tags: ["ES"], reads: .spanish),
        Case(testDescription: "not one of ours", configured: .spanish, tags: ["fr"], reads: .spanish),
        Case(testDescription: "only a later user has it", configured: .english, tags: [nil, "es"], reads: .spanish),
        Case(testDescription: "the first is not ours", configured: .english, tags: ["fr", "es"], reads: .spanish),
        Case(testDescription: "two of ours: the first", configured: .english, tags: ["en", "es"], reads: .english),
    ]

    @Test(arguments: toPersons)
    func `a person reads their own language`(_ test: Case) throws {
        let tagged = try actions(test.tags, Sample.engineer)
        let untagged = try actions(test.tags.map { _ in nil }, Sample.engineer)
        for word in Self.wordsToOwners {
            try #expect(
                Sample.composer(test.configured).compose(word(tagged), now: Sample.now)
                    == Sample.composer(test.reads).compose(word(untagged), now: Sample.now))
        }
    }

    @Test func `a person's own user knows their language better than a machine they answer for`() throws {
        let machine = ["type": "machine", "slack-id": "U0MARIA"]
        let tagged = try actions(["en"], machine) + actions(["es"], Sample.engineer)
        let untagged = try actions([nil], machine) + actions([nil], Sample.engineer)
        try #expect(
            Sample.composer(.english).compose(.notices(tagged), now: Sample.now)
                == Sample.composer(.spanish).compose(.notices(untagged), now: Sample.now))
    }

    @Test(arguments: Language.allCases)
    func `a team's channel reads the configured language, whatever a machine's tag says`(language: Language) throws {
        for word in Self.wordsToOwners + Self.wordsToChannel {
            try isUnmoved(word, Sample.machine, language)
        }
    }

    @Test(arguments: Language.allCases)
    func `the security channel reads the configured language, whatever the owners' tags say`(
        language: Language
    ) throws {
        for word in Self.wordsToChannel { try isUnmoved(word, Sample.engineer, language) }
        try isUnmoved({ .notices($0) }, [:], language)
    }

    private static let wordsToOwners: [@Sendable ([PlannedAction]) -> Notification] = [
        { .notices($0) }, { .announcement(.newKey, $0, audience: .owner) },
        { .announcement(.rotated, $0, audience: .owner) },
        { .announcement(.reactivated, $0, audience: .owner) },
    ]

    private static let wordsToChannel: [@Sendable ([PlannedAction]) -> Notification] = [
        { .noticeCopies($0) }, { .unreachable($0) }, { .announcement(.newKey, $0, audience: .channel) },
        { .announcement(.rotated, $0, audience: .channel) }, { .announcement(.reactivated, $0, audience: .channel) },
    ]

    private func isUnmoved(
        _ word: ([PlannedAction]) -> Notification, _ tags: [String: String], _ language: Language,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let composer = try Sample.composer(language)
        let plain = composer.compose(word(try actions([nil], tags)), now: Sample.now)
        #expect(!plain.isEmpty, sourceLocation: sourceLocation)
        for tag in ["en", "es"] {
            #expect(
                composer.compose(word(try actions([tag], tags)), now: Sample.now) == plain,
                sourceLocation: sourceLocation)
        }
    }

    private func actions(_ languages: [String?], _ tags: [String: String]) throws -> [PlannedAction] {
        try languages.enumerated().map { number, language in
            var tags = tags
            tags["language"] = language
            return try Sample.action(user: "user\(number)", tags: tags)
        }
    }
}
