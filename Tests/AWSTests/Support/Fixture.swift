import FoundationEssentials

/// A file of `Fixtures/`, named by call.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "Fixtures/\(name)")))
    }
}
