import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Whole messages as files beside the tests, a folder for each language; a difference is shown in full, to be read and
/// then put into the file.
enum Snapshot {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Snapshots/"

    /// Compares a message of one part, and what it covers, with `Snapshots/<language>/<name>.txt`.
    static func holds(
        _ name: String, _ language: Language, _ messages: [ComposedMessage], covers: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(messages.count == 1, sourceLocation: sourceLocation)
        let message = try #require(messages.first, sourceLocation: sourceLocation)
        #expect(message.covers == covers, sourceLocation: sourceLocation)
        let reply = try message.replies.flatMap { ["[reply in the thread]", try Rendering(payload: $0).description] }
        try holds(
            name, language, lines: [Rendering(message).description] + reply, sourceLocation: sourceLocation)
    }

    static func holds(
        _ name: String, _ language: Language, lines: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let rendered = lines.joined(separator: "\n") + "\n"
        #expect(
            rendered == text(name, language), "\(language.rawValue)/\(name).txt should be:\n\(rendered)",
            sourceLocation: sourceLocation)
    }

    /// The messages that have a snapshot in this language.
    static func names(_ language: Language) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder + language.rawValue).sorted()
            .map { String($0.dropLast(4)) }
    }

    /// What stands in the conversation itself, without the reply in its thread.
    static func message(_ name: String, _ language: Language) -> String {
        String(text(name, language).split(separator: "[reply in the thread]", maxSplits: 1)[0])
    }

    static func text(_ name: String, _ language: Language) -> String {
        let file = FileManager.default.contents(atPath: "\(folder)\(language.rawValue)/\(name).txt")
        return String(decoding: file ?? Data(), as: UTF8.self)
    }
}
