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
}
