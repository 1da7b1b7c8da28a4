@testable import AWS

/// Stands for every program: gives one result or failure, and keeps the commands.
final class ScriptedRunner: ProcessRunner {
    private let result: Result<ProcessResult, ProcessFailure>
    private let recorder = Recorder<[String]>()

    init(_ result: Result<ProcessResult, ProcessFailure>) { self.result = result }

    convenience init(status: Int? = 0, printing text: String, complaint: String = "") {
        self.init(.success(ProcessResult(status: status, output: Array(text.utf8), complaint: complaint)))
    }

    var commands: [[String]] { recorder.values }

    func run(_ command: [String]) async throws -> ProcessResult {
        recorder.record(command)
        return try result.get()
    }
}
