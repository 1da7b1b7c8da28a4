import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Many keys: several parts within Slack's limits, and each part covers exactly the keys whose text it holds.
struct PackingTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let word: @Sendable ([PlannedAction]) -> Notification
        let showsWholeIDs: Bool
        let parts: [Language: Int]
    }

    static let cases = [
        Case(
            testDescription: "notices", word: { .notices($0) }, showsWholeIDs: true, parts: [.english: 2, .spanish: 2]),
        Case(
            testDescription: "copies", word: { .noticeCopies($0) }, showsWholeIDs: false,
            parts: [.english: 2, .spanish: 2]),
        Case(
            testDescription: "unreachable", word: { .unreachable($0) }, showsWholeIDs: false,
            parts: [.english: 3, .spanish: 3]),
        Case(
            testDescription: "new, owner", word: { .announcement(.newKey, $0, audience: .owner) }, showsWholeIDs: true,
            parts: [.english: 2, .spanish: 2]),
        Case(
            testDescription: "new, channel", word: { .announcement(.newKey, $0, audience: .channel) },
            showsWholeIDs: false,
            parts: [.english: 1, .spanish: 1]),
        Case(
            testDescription: "rotated, owner", word: { .announcement(.rotated, $0, audience: .owner) },
            showsWholeIDs: true,
            parts: [.english: 1, .spanish: 1]),
        Case(
            testDescription: "reactivated, owner", word: { .announcement(.reactivated, $0, audience: .owner) },
            showsWholeIDs: true,
            parts: [.english: 2, .spanish: 2]),
        Case(
            testDescription: "reactivated, channel", word: { .announcement(.reactivated, $0, audience: .channel) },
            showsWholeIDs: false, parts: [.english: 1, .spanish: 1]),
    ]

    @Test(arguments: cases, Language.allCases)
    func `sixty keys of one recipient`(_ test: Case, language: Language) throws {
        let actions = try (10..<70).map { number in
            try Sample.action(
                Sample.notice(in: Double(number)), key: try Sample.key("AKIAIOSFODNN7EXAM\(number)XX", use: .never),
                others: [try Sample.key("AKIAOTHERKEYEXAMPLE0")])
        }
        let messages = try Sample.composer(language).compose(test.word(actions), now: Sample.now)
        #expect(messages.count == test.parts[language])
        #expect(messages.flatMap(\.covers).sorted() == actions.map(\.id).sorted())
        for message in messages {
            let rendering = try Rendering(message)
            #expect(rendering.length <= 13_200 && rendering.blocks.count <= 50)
            let told = actions.filter { action in
                let id = test.showsWholeIDs ? action.key.id.rawValue : action.key.id.masked
                return rendering.description.contains(":key: `\(id)`") || rendering.description.contains("• `\(id)`")
                    || rendering.description.contains(":new: `\(id)`")
                    || rendering.description.contains(":warning: `\(id)`")
            }
            #expect(message.covers.sorted() == told.map(\.id).sorted())
        }
    }

    @Test(arguments: Language.allCases)
    func `a notice lists five keys and counts the rest, which follow as a list`(language: Language) throws {
        let actions = try (10..<70).map {
            try Sample.action(key: try Sample.key("AKIAIOSFODNN7EXAM\($0)XX"))
        }
        let messages = try Sample.composer(language).compose(.notices(actions), now: Sample.now)
        #expect(messages.first?.covers.count == 5)
        #expect(messages.flatMap(\.covers).count == 60)
        #expect(messages.map { $0.replies.isEmpty } == [false, true])
        let parts = try messages.map(Rendering.init)
        #expect(parts[0].description.contains(language == .english ? "And 55 more" : "Y 55 más"))
        let title = language == .english ? "*55 more keys that are due*" : "*55 claves más por rotar*"
        #expect(parts[1].text == title)
        #expect(parts[1].blocks.first?.text?.text.hasPrefix("\(title)\n• ") == true)
        #expect(parts.map { $0.description.contains("iam create-access-key") } == [true, false])
    }

    @Test func `copies of sixty people's notices`() throws {
        let actions = try (10..<70).map { number in
            try Sample.action(
                user: "person\(number)", tags: ["type": "engineer", "slack-id": "U0PERSON\(number)"],
                key: try Sample.key("AKIAIOSFODNN7EXAM\(number)XX"))
        }
        let messages = try Sample.composer().compose(.noticeCopies(actions), now: Sample.now)
        #expect(messages.flatMap(\.covers).sorted() == actions.map(\.id).sorted())
        for message in messages {
            let rendering = try Rendering(message)
            #expect(rendering.length <= 13_200 && rendering.blocks.count <= 50)
            let told = actions.filter { rendering.description.contains("`\($0.user.name)`") }
            #expect(message.covers == told.map(\.id))
        }
    }
}
