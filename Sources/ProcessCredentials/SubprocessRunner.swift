package import AWS
import FoundationEssentials
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs `credential_process` with swift-subprocess: without a shell, bounded in time and output.
///
/// It has its own target, so that programs that may not start others don't link it.
package struct SubprocessRunner: ProcessRunner {
    private let timeLimit: Duration
    private let outputLimit: Int

    /// - Parameters:
    ///   - timeLimit: after it, the program is asked to stop, and killed a second later.
    ///   - outputLimit: the limit for each of standard output and standard error, in bytes.
    package init(timeLimit: Duration = .seconds(60), outputLimit: Int = 65_536) {
        self.timeLimit = timeLimit
        self.outputLimit = outputLimit
    }

    package func run(_ command: [String]) async throws -> ProcessResult {
        guard let program = command.first else { throw ProcessFailure.notFound }
        return try await withThrowingTaskGroup(of: ProcessResult.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await start(program, Array(command.dropFirst())) }
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw ProcessFailure.timedOut(seconds: Int(timeLimit.components.seconds))
            }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    private func start(_ program: String, _ arguments: [String]) async throws -> ProcessResult {
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        var options = PlatformOptions()
        // Its own process group, so that its children are stopped with it and nothing else is.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), platformOptions: options, input: .none,
                output: .bytes(limit: outputLimit), error: .string(limit: outputLimit))
            var status: Int?
            if case .exited(let code) = result.terminationStatus { status = Int(code) }
            let firstErrorLine = result.standardError.split(whereSeparator: \.isNewline).first ?? ""
            return ProcessResult(status: status, output: result.standardOutput, firstErrorLine: String(firstErrorLine))
        } catch let error as SubprocessError {
            if Task.isCancelled { throw CancellationError() }
            throw failure(error, program)
        }
    }

    private func failure(_ error: SubprocessError, _ program: String) -> ProcessFailure {
        switch error.code {
        // The library reports this for files without execute permission too.
        case .executableNotFound where program.contains("/") && FileManager.default.fileExists(atPath: program):
            .cannotStart
        case .executableNotFound: .notFound
        case .outputLimitExceeded: .tooMuchOutput(limit: outputLimit)
        default: .cannotStart
        }
    }
}
