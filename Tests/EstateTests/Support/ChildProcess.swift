import Foundation

/// A program that a test started. It is ended by its id, and never outlives the test that started it.
final class ChildProcess: Sendable {
    private let process: Process
    private let folder: Folder
    private let name: String
    private let ending: AsyncStream<Void>

    /// - Parameter name: of the files its output goes to; unique in `folder`.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], in folder: Folder, name: String
    ) throws {
        self.folder = folder
        self.name = name
        let (ending, ended) = AsyncStream<Void>.makeStream()
        self.ending = ending
        process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.handle(forWriting: "\(name).out")
        process.standardError = try folder.handle(forWriting: "\(name).err")
        process.terminationHandler = { _ in ended.finish() }
        try process.run()
    }

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Waits for its end.
    func ended() async throws -> Ended {
        for await _ in ending {}
        return Ended(
            status: process.terminationStatus, output: try folder.text("\(name).out"),
            complaints: try folder.text("\(name).err"))
    }

    /// Asks it to end, as a terminal or a service manager does.
    func signal(_ number: Int32) { Foundation.kill(id, number) }

    /// SIGKILL: nothing it would still have done is done.
    func kill() async throws {
        Foundation.kill(id, SIGKILL)
        _ = try await ended()
    }
}
