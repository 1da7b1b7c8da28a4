import AWS
import Composition
import KeyWatch
package import Settings
import Slack

/// What to do about an error: a command, a setting, a permission or a place. The error's own sentence says what failed.
struct Fix {
    static let again = "Run `relevo doctor` again in a few minutes."
    static let calls = "Run `relevo doctor --verbose`: it shows each call, with the request id for AWS's support."
    static let token = "Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions"
    /// For a doubt about the ledger, which ends once the channel was read.
    static let channel =
        "Let the app read the security channel (channels:history or groups:history, and /invite it); the next "
        + "`relevo run` reads it again. If it can't be read, `relevo run --accept-ledger unseen` continues without it."

    let text: String

    /// - Parameter origin: where the credentials come from, or whose they are.
    init(aws error: AWSError, origin: String) {
        let call = [error.service?.lowercased(), error.operation].compactMap(\.self).joined(separator: ":")
        text =
            switch error.kind {
            case .credentials:
                "Correct the credentials (\(origin)): `aws sts get-caller-identity` must work in the same environment."
            case .configuration: "Correct that AWS_… variable, or that line of ~/.aws/config, and run `relevo doctor`."
            case .timeOut, .connection: "Check the network from here to AWS, HTTPS_PROXY and AWS_ENDPOINT_URL."
            case .malformedResponse where error.requestID == nil:
                "Check AWS_ENDPOINT_URL and HTTPS_PROXY: this is not an answer from AWS."
            case .refused where error.isAccessDenied: "Allow \(call) to the principal of the credentials (\(origin))."
            case .refused where error.isClockSkew: "Set this machine's clock, and keep it set with NTP."
            case .refused where error.isExpiredCredentials: "Renew the credentials (\(origin))."
            case .refused where error.isInvalidCredentials:
                "AWS doesn't know this key, or its secret is wrong: correct the credentials (\(origin))."
            default: error.isRetryable ? Self.again : Self.calls
            }
    }

    /// For the token, or the call that tries it.
    init(slack error: any Error) {
        text =
            switch error {
            case SlackError.tokenRefused: "Copy the \(Self.token), to where slack.token points."
            case is SlackError:
                "Check slack.api-url and the network from here to Slack, then run `relevo doctor` again."
            case let error as CompositionError: Self.text(error)
            case let error as AWSError: Fix(aws: error, origin: "for slack.token").text
            default: "Set slack.token to env:NAME, and that variable to the \(Self.token)."
            }
    }

    /// - Parameter path: of the ledger.
    init(ledger error: any Error, path: String) {
        text =
            switch error {
            case LedgerError.cannotOpen:
                "Make \(path) and its folder readable for the user that runs Relevo, or correct `ledger:` in the "
                    + "configuration."
            case LedgerError.notALedger: "Set `ledger:` in the configuration to another path."
            case LedgerError.newer: "Install the version of Relevo that wrote \(path)."
            case LedgerError.readOnly: "Make \(path) and its folder writable for the user that runs Relevo."
            case LedgerError.full: "Free some space on the disk that holds \(path)."
            case LedgerError.damaged:
                "Move \(path) aside and keep it; put an intact copy in its place, then run `relevo history --verify`."
            case LedgerError.failed where path.hasPrefix("dynamodb:"):
                "Correct what the error names, then run `relevo doctor` again."
            default: "Check the disk that holds \(path), then run `relevo history --verify`."
            }
    }

    private static func text(_ error: CompositionError) -> String {
        switch error {
        case .slackMissing: "Add slack.token and slack.channel to the configuration."
        case .tokenMissing(let variable): "Set \(variable) to the \(token)."
        case .tokenUnreadable(let file, _):
            "Make \(file) readable for the user that runs Relevo, or correct slack.token."
        case .tokenMalformed(let place): "Copy the \(token), to \(place)."
        case .tokenAmbiguous(let secret, _): "Set slack.token to secretsmanager:\(secret)#KEY, with the token's key."
        case .tokenKeyMissing(let secret, _, nil): "Set slack.token to secretsmanager:\(secret)."
        case .tokenKeyMissing(let secret, _, _?):
            "Set slack.token to secretsmanager:\(secret)#KEY, with a key that the secret has."
        case .noAnswer: "Check the network from here to AWS and Slack, and HTTPS_PROXY."
        }
    }
}

extension SettingsError {
    /// The check of a configuration that can't be used: one per mistake, with its place.
    ///
    /// - Parameter file: the path of the configuration.
    package func checks(file: String) -> [Check] {
        let id = Check.configurationID
        switch self {
        case .malformed(let problem): return [check(problem, file)]
        case .refused(let problems): return problems.map { check($0, file) }
        case .missing(let places):
            return [
                .bad(
                    id, file, "doesn't exist; looked for \(places.joined(separator: ", ")).",
                    fix: "Run `relevo init` to write a configuration, or name it with --config.")
            ]
        case .unreadable(let file, let why):
            return [
                .bad(
                    id, file, "can't be read: \(why).",
                    fix: "Make \(file) readable for the user that runs Relevo, or name another with --config.")
            ]
        case .zoneFile(let zone, let why):
            return [
                .bad(
                    id, "policy.hours.zone", "is \(zone), and the file of that time zone can't be used: \(why).",
                    fix: "Install this machine's zone files (tzdata) again.")
            ]
        }
    }

    private func check(_ problem: SettingsProblem, _ file: String) -> Check {
        .bad(
            Check.configurationID, problem.position.text, problem.sentence,
            fix: "Correct \(file), then run `relevo config check`; `relevo init` writes a configuration to start from.")
    }
}
