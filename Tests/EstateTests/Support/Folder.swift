import Foundation

/// A folder of a test's own, gone when the test ends.
struct Folder: Sendable {
    let path: String

    static func with(_ body: (Folder) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path() + "/relevo-estate-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(Folder(path: path))
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
    }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func handle(forWriting name: String) throws -> FileHandle {
        try Data().write(to: URL(filePath: file(name)))
        return try FileHandle(forWritingTo: URL(filePath: file(name)))
    }
}
