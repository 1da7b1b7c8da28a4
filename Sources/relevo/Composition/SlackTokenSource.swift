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
            return SlackToken(value)
        case .file(let path):
            do {
                return Self.token(String(decoding: try BoundedFile(path: path, maxBytes: 4_096).read(), as: UTF8.self))
            } catch {
                throw DoorError.tokenUnreadable("\(path): \(error.why)")
            }
        case .parameter(let name): return Self.token(try await SSMClient(try hub()).getParameter(name).exposed)
        case .secret(let name):
            return Self.token(try await SecretsManagerClient(try hub()).getSecretValue(name).exposed)
        }
    }

    /// Files and secrets often end in a newline.
    private static func token(_ text: String) -> SlackToken { SlackToken(text.filter { !$0.isWhitespace }) }
}
