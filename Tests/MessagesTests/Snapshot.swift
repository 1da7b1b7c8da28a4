import FoundationEssentials
import KeyWatch
import Testing

/// Whole messages as files beside the tests; a difference is shown in full, to be read and then put into the file.
enum Snapshot {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Snapshots/"

    /// Holds the one part of a message, and what it covers, against `Snapshots/<name>.txt`.
    static func holds(
        _ name: String, _ messages: [ComposedMessage], covers: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(messages.count == 1, sourceLocation: sourceLocation)
        let message = try #require(messages.first, sourceLocation: sourceLocation)
        #expect(message.covers == covers, sourceLocation: sourceLocation)
        try holds(name, lines: [Rendering(message).description], sourceLocation: sourceLocation)
    }

    static func holds(_ name: String, lines: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let rendered = lines.joined(separator: "\n") + "\n"
        let file = FileManager.default.contents(atPath: folder + name + ".txt") ?? Data()
        #expect(
            rendered == String(decoding: file, as: UTF8.self), "\(name).txt should be:\n\(rendered)",
            sourceLocation: sourceLocation)
    }
}
