import FoundationEssentials
import Redaction

/// Credentials that a program prints (`credential_process`), aws-vault's for one.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>
struct ProgramCredentials: RenewedCredentials {
    let origin: String
    let session: RefreshingCredentials

    /// - Throws: when the profile's command line cannot be one.
    init(
        profile: String, commandLine: String, runner: any ProcessRunner, settings: AWSTransport.Settings
    ) throws(AWSError) {
        guard let command = CommandWords.split(commandLine), let program = command.first, !program.isEmpty else {
            throw .credentials("credential_process of profile \(profile) has an open quote, or names no program.")
        }
        // The arguments may hold a secret: the program's name is all that is shown.
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
            let how = result.status.map { "failed with status \($0)" } ?? "was ended by a signal"
            let why = ForeignText.cleaned(result.complaint, secrets: secrets)
            throw .credentials("\(place) \(how)\(why.isEmpty ? "" : ": \(why)"); run it by hand to see more.")
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(result.output)) else {
            throw .credentials("\(place) did not print the JSON with Version, AccessKeyId and SecretAccessKey it must.")
        }
        guard document.Version == 1 else {
            throw .credentials("\(place) printed version \(document.Version); only 1 is known.")
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
        case .notFound: "was not found; give its whole path, or install it."
        case .cannotStart: "could not be started; check its mode."
        case .timedOut(let seconds):
            "did not end within \(seconds) seconds and was stopped; it must not wait for anybody to type."
        case .tooMuchOutput(let limit): "printed more than \(limit) bytes, which cannot be credentials."
        }
    }
}

/// Starts a program for `credential_process`; whoever builds for a place without programs gives none.
package protocol ProcessRunner: Sendable {
    /// Runs the program without a shell and waits for its end, within bounds of time and size.
    ///
    /// - Parameter command: the program, looked up in `PATH`, and its arguments; never empty.
    /// - Throws: ``ProcessFailure``, or `CancellationError`.
    func run(_ command: [String]) async throws -> ProcessResult
}

/// How a program ended. *Secret*: its output may hold credentials, so it is never shown.
package struct ProcessResult: Sendable, CustomStringConvertible, CustomReflectable {
    /// Nil when a signal ended it.
    package let status: Int?
    package let output: [UInt8]
    /// The first line of what it wrote to standard error.
    package let complaint: String

    package init(status: Int?, output: [UInt8], complaint: String) {
        self.status = status
        self.output = output
        self.complaint = complaint
    }

    package var description: String { "ProcessResult(status: \(status.map(String.init) ?? "signal"))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a program gave no result at all.
package enum ProcessFailure: Error, Sendable, Equatable {
    case notFound
    case cannotStart
    case timedOut(seconds: Int)
    case tooMuchOutput(limit: Int)
}

/// Splits a command line into words as a POSIX shell would, and does nothing else a shell does:
/// no variables, no wildcards, no pipes. The words of a section's name in a config file are the same.
enum CommandWords {
    /// - Returns: nil when a quote is left open or a backslash stands at the end.
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
            // No other white space: a shell knows no more either.
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
