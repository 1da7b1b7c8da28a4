import FoundationEssentials

/// A directory for one test, removed when the test ends.
struct TemporaryDirectory {
    let path: String

    static func with<Result>(_ body: (TemporaryDirectory) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.path() + "relevo-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(TemporaryDirectory(path: path))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let steps = name.split(separator: "/")
        if steps.count > 1 {
            try FileManager.default.createDirectory(
                atPath: ([path] + steps.dropLast().map(String.init)).joined(separator: "/"),
                withIntermediateDirectories: true)
        }
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }
}
