import FoundationEssentials
import Logging

@testable import AWS

/// Made-up values for all tests.
enum Made {
    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    static let token = "FwoGZXIvYXdzEJr//////////wEaDHk+/=e2Vn+ZmFrZQ=="

    static func credentials(token: String? = Made.token, expiration: Date? = nil) throws -> AWSCredentials {
        try AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: token, expiration: expiration)
    }

    /// Settings on a manual clock, with every delay at half its ceiling.
    static func settings(
        _ clock: ManualClock = ManualClock(), environment: [String: String] = [:], random: Double = 0.5
    ) throws -> AWSTransport.Settings {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: environment))
        settings.now = { clock.now }
        settings.sleep = { try await clock.sleep($0) }
        settings.random = { random }
        return settings
    }

    static func transport(
        _ sender: any HTTPSender, _ settings: AWSTransport.Settings? = nil, scope: String = "222222222222"
    ) throws -> AWSTransport {
        AWSTransport(
            sender: sender, settings: try settings ?? Made.settings(),
            credentials: StaticCredentials(try credentials()), scope: scope)
    }
}

extension Made {
    /// A chain with these files, by path; its home is `/home/me`.
    static func chain(
        _ environment: [String: String] = [:], files: [String: String] = [:], config: String = "",
        credentials: String = "", sender: any HTTPSender = ScriptedSender([]), processes: (any ProcessRunner)? = nil,
        settings: AWSTransport.Settings? = nil
    ) throws -> DefaultCredentialsChain {
        var files = files
        if !config.isEmpty { files["/home/me/.aws/config"] = config }
        if !credentials.isEmpty { files["/home/me/.aws/credentials"] = credentials }
        let readFile: FileReader = { [files] path in files[path].map { Array($0.utf8) } }
        let environment = environment.merging(["HOME": "/home/me"]) { own, _ in own }
        return try DefaultCredentialsChain(
            environment: environment, profiles: try AWSProfiles.load(environment: environment, readFile: readFile),
            sender: sender, settings: try settings ?? Made.settings(), sessionName: "relevo-1",
            processes: processes, readFile: readFile)
    }

    /// A response of the endpoints of containers and instances.
    static func document(_ id: String, end: String = "2026-11-24T12:00:00Z") -> String {
        """
        {"Code": "Success", "AccessKeyId": "\(id)", "SecretAccessKey": "\(secret)", "Token": "\(token)",
         "Expiration": "\(end)"}
        """
    }

    static func response(_ status: Int, _ body: String) -> ScriptedServer.Step {
        .bytes("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

/// A file of `Fixtures/`, named after the call.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

    static func path(_ name: String) -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return tests.appending(path: "Fixtures/\(name)").path
    }
}

/// Replaces every program: returns one result or failure, and records the commands.
final class ScriptedRunner: ProcessRunner {
    private let result: Result<ProcessResult, ProcessFailure>
    private let recorder = Recorder<[String]>()

    init(_ result: Result<ProcessResult, ProcessFailure>) { self.result = result }

    convenience init(status: Int? = 0, printing text: String, firstErrorLine: String = "") {
        self.init(.success(ProcessResult(status: status, output: Array(text.utf8), firstErrorLine: firstErrorLine)))
    }

    var commands: [[String]] { recorder.values }

    func run(_ command: [String]) async throws -> ProcessResult {
        recorder.record(command)
        return try result.get()
    }
}
