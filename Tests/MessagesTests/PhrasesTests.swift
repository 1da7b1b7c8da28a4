import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

@testable import Messages

/// The languages compared with each other, function by function.
struct PhrasesTests {
    /// Phrases of outside text and numbers alone.
    private static let sameInBoth: Set<String> = [
        "accountLeft", "recipient: a person", "part: the only one",
        "lastUse: without a region", "lastUse: a date alone",
    ]

    @Test func `every phrase is translated into Spanish`() throws {
        let english = try PhraseSamples(EnglishPhrases()).rows
        let spanish = try PhraseSamples(SpanishPhrases()).rows
        #expect(english.map(\.name) == spanish.map(\.name))
        for (english, spanish) in zip(english, spanish) {
            #expect(!spanish.text.isEmpty, "\(spanish.name)")
            let isSame = english.text == spanish.text
            #expect(isSame == Self.sameInBoth.contains(english.name), "\(english.name): \(spanish.text)")
        }
    }

    @Test func `every function of the phrases is compared`() throws {
        let compared = Set(try PhraseSamples(EnglishPhrases()).rows.map { String($0.name.prefix { $0 != ":" }) })
        let asked = try Self.functions()
        #expect(asked.count > 60)
        #expect(asked.subtracting(compared) == [])
    }

    /// The names that the protocols in `Sources/Messages/Phrases` ask for.
    private static func functions() throws -> Set<String> {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folder = "/\(root)/Sources/Messages/Phrases"
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = String(
                decoding: FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data(), as: UTF8.self)
            for piece in text.split(separator: "    func ").dropFirst() {
                names.insert(String(piece.prefix { $0 != "(" }))
            }
        }
        return names
    }
}
