import AWS
import Settings
import Slack

/// Gets the Slack token from where the configuration says it is kept.
struct SlackTokenSource {
    let environment: [String: String]
    /// The way into AWS, for tokens that are kept there.
    let hub: () throws -> AWSTransport

    func token(_ reference: SecretReference) async throws -> SlackToken {
        switch reference {
        case .environment(let variable):
            guard let value = environment[variable], !value.isEmpty else { throw DoorError.tokenMissing(variable) }
            return try Self.checked(SlackToken(value), "the environment variable \(variable)")
        case .file(let path):
            let bytes: [UInt8]
            do { bytes = try BoundedFile(path: path, maxBytes: 4_096).read() } catch {
                throw DoorError.tokenUnreadable(file: path, why: error.why)
            }
            return try Self.checked(Self.token(String(decoding: bytes, as: UTF8.self)), "the file \(path)")
        case .parameter(let name):
            let text = try await SSMClient(try hub()).getParameter(name).exposed
            return try Self.checked(Self.token(text), "the parameter \(name)")
        case .secret(let name):
            let text = try await SecretsManagerClient(try hub()).getSecretValue(name).exposed
            return try Self.checked(Self.token(text), "the secret \(name)")
        }
    }

    /// Said here, where it is known which place holds it.
    private static func checked(_ token: SlackToken, _ place: String) throws(DoorError) -> SlackToken {
        guard token.isSendable else { throw .tokenMalformed(place: place) }
        return token
    }

    /// Files and secrets often end in a newline.
    private static func token(_ text: String) -> SlackToken { SlackToken(text.filter { !$0.isWhitespace }) }
}
