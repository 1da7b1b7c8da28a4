import FoundationEssentials
import Redaction

/// Credentials that a program prints (`credential_process`), for example aws-vault.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
struct ProgramCredentials: RefreshableCredentials {
    let origin: String
    let session: RefreshingCredentials

    /// - Throws: if the profile's command line is not valid.
    init(
        profile: String, commandLine: String, runner: any ProcessRunner, settings: AWSTransport.Settings
    ) throws(AWSError) {
        guard let command = ShellWords.split(commandLine), let program = command.first, !program.isEmpty else {
            throw .credentials("credential_process of profile \(profile) has an unclosed quote, or names no program.")
        }
        // Only the program's name is shown: the arguments may contain a secret.
        let place = "credential_process of profile \(profile) (\(ForeignText.cleaned(program)))"
        origin = "credential_process of profile \(profile)"
        session = RefreshingCredentials(now: settings.now) {
            let result: ProcessResult
            do { result = try await runner.run(command) } catch let failure as ProcessFailure {
                throw AWSError.credentials("\(place) \(Self.sentence(failure))")
            }
            return try Self.read(result, place, settings.secrets)
        }
    }

    private struct Document: Decodable {
        let Version: Int
        let AccessKeyId: String
        let SecretAccessKey: String
        let SessionToken: String?
        let Expiration: String?
    }

    static func read(
        _ result: ProcessResult, _ place: String, _ secrets: SecretsInUse
    ) throws(AWSError) -> AWSCredentials {
        guard result.status == 0 else {
            let how = result.status.map { "failed with status \($0)" } ?? "was killed by a signal"
            let why = ForeignText.cleaned(result.firstErrorLine, secrets: secrets)
            throw .credentials("\(place) \(how)\(why.isEmpty ? "" : ": \(why)"); run it yourself to see more.")
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(result.output)) else {
            throw .credentials("\(place) did not print JSON with Version, AccessKeyId and SecretAccessKey.")
        }
        guard document.Version == 1 else {
            throw .credentials("\(place) printed Version \(document.Version); only 1 is supported.")
        }
        var end: Date?
        if let text = document.Expiration {
            end = WireDate.iso8601(text)
            guard end != nil else { throw .credentials("\(place) printed an Expiration that is not ISO 8601.") }
        }
        return try AWSCredentials(
            accessKeyID: document.AccessKeyId, secretAccessKey: document.SecretAccessKey,
            sessionToken: document.SessionToken, expiration: end)
    }

    private static func sentence(_ failure: ProcessFailure) -> String {
        switch failure {
        case .notFound: "was not found; install it, or write its full path."
        case .cannotStart: "could not be started; check its permissions."
        case .timedOut(let seconds):
            "did not finish within \(seconds) seconds and was stopped; it must not wait for input."
        case .tooMuchOutput(let limit): "printed more than \(limit) bytes, which cannot be credentials."
        }
    }
}

/// Starts the program of `credential_process`. Where programs can't be started, there is none.
package protocol ProcessRunner: Sendable {
    /// Runs the program without a shell and waits until it exits, within limits of time and output.
    ///
    /// - Parameter command: the program, looked up in `PATH`, and its arguments; never empty.
    /// - Throws: ``ProcessFailure``, or `CancellationError`.
    func run(_ command: [String]) async throws -> ProcessResult
}

/// The result of a program. *Secret*: its output may contain credentials, so it is never shown.
package struct ProcessResult: Sendable, CustomStringConvertible, CustomReflectable {
    /// Nil if a signal killed it.
    package let status: Int?
    package let output: [UInt8]
    /// The first line of what it wrote to standard error.
    package let firstErrorLine: String

    package init(status: Int?, output: [UInt8], firstErrorLine: String) {
        self.status = status
        self.output = output
        self.firstErrorLine = firstErrorLine
    }

    package var description: String { "ProcessResult(status: \(status.map(String.init) ?? "signal"))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a program produced no result.
package enum ProcessFailure: Error, Sendable, Equatable {
    case notFound
    case cannotStart
    case timedOut(seconds: Int)
    case tooMuchOutput(limit: Int)
}

/// Splits a command line into words as a POSIX shell does, and does nothing else that a shell does:
/// no variables, no wildcards, no pipes. Section names in a config file are split the same way.
enum ShellWords {
    /// - Returns: nil if a quote is not closed or the line ends with a backslash.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = line.unicodeScalars.makeIterator()
        func append(_ scalars: Unicode.Scalar...) { word = (word ?? .init()) + scalars }
        while let scalar = rest.next() {
            switch (quote, scalar) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): append(scalar)
            case (_, "\\"):
                guard let next = rest.next() else { return nil }
                // Inside double quotes a backslash stands for itself before anything but these.
                if quote == "\"" && next != "\"" && next != "\\" { append("\\", next) } else { append(next) }
            case ("\"", _): append(scalar)
            case (_, "'"), (_, "\""):
                quote = scalar
                append()
            // No other white space, as in a shell.
            case (_, " "), (_, "\t"), (_, "\n"), (_, "\r"):
                if let ended = word { words.append(String(ended)) }
                word = nil
            default: append(scalar)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(String(word)) }
        return words
    }
}
