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
