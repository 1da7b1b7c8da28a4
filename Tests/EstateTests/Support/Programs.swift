import Foundation

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
