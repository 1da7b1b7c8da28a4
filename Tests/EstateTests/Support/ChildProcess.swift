import Foundation
import LocalSlack
import Testing

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

    /// SIGKILL: it does nothing more.
    func kill() async throws {
        Foundation.kill(id, SIGKILL)
        _ = try await ended()
    }
}

/// How a program ended, and its output.
struct Ended: Sendable {
    let status: Int32
    let output: String
    /// Its standard error.
    let complaints: String

    /// Standard output as JSON.
    func json(_ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
        } catch {
            Issue.record("status \(status), no JSON in “\(output)”; it wrote “\(complaints)”", sourceLocation: location)
            throw error
        }
    }
}

/// Checks a status; the program's output is in the failure.
func expect(
    _ ended: Ended, endedWith status: Int32, _ location: SourceLocation = #_sourceLocation
) {
    #expect(
        ended.status == status, "it wrote “\(ended.complaints)” and printed “\(ended.output.prefix(2_000))”",
        sourceLocation: location)
}

/// Where the built programs, the local AWS and its Python are.
enum Programs {
    static let relevo = built("relevo")
    static let localSlack = built("local-slack")
    static let localAWS = root + "/dev/local-aws"

    /// `make test` names the interpreter of `.venv`.
    static let python = ProcessInfo.processInfo.environment["RELEVO_PYTHON"] ?? "python3"

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().standardized.path()

    /// Only what a program needs: none of the caller's own AWS settings, proxies or profiles.
    static let environment = ProcessInfo.processInfo.environment.filter {
        ["PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR"].contains($0.key)
    }

    /// Executables stand beside the test bundle.
    private static func built(_ name: String) -> String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path()
    }

    /// Whether a command can be run here and ends well: for tests of what not every machine has.
    static func succeeds(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

/// Waits for what another program is about to do, by asking again and again.
func wait(
    for what: String, seconds: Int = 90, _ location: SourceLocation = #_sourceLocation,
    until isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw WaitedTooLong(what: what)
}

struct WaitedTooLong: Error, CustomStringConvertible {
    let what: String

    var description: String { "Waited too long for \(what)." }
}
