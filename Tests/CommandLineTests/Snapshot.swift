import FoundationEssentials
import Testing

/// Whole tables as files beside the tests; a difference is shown in full, to be read and then put into the file.
enum Snapshot {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Snapshots/"

    static func holds(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let file = FileManager.default.contents(atPath: "\(folder)\(name).txt")
        let expected = String(decoding: file ?? Data(), as: UTF8.self)
        #expect(text + "\n" == expected, "\(name).txt should be:\n\(text)", sourceLocation: sourceLocation)
    }
}
