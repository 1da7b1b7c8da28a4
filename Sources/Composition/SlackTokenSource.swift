import AWS
import FoundationEssentials
import Settings
import Slack

/// Gets the Slack token from where the configuration says it is kept.
struct SlackTokenSource {
    let environment: [String: String]
    /// AWS, for tokens that are kept there.
    let hub: () throws -> AWSTransport

    func token(_ reference: SecretReference) async throws -> SlackToken {
        switch reference {
        case .environment(let variable):
            guard let value = environment[variable], !value.isEmpty else {
                throw CompositionError.tokenMissing(variable)
            }
            return try Self.token(value, in: "the environment variable \(variable)")
        case .file(let path):
            let bytes: [UInt8]
            do { bytes = try BoundedFile(path: path, maxBytes: 4_096).read() } catch {
                throw CompositionError.tokenUnreadable(file: path, why: error.why)
            }
            return try Self.token(String(decoding: bytes, as: UTF8.self), in: "the file \(path)")
        case .parameter(let name):
            let text = try await SSMClient(try hub()).getParameter(name).exposed
            return try Self.token(text, in: "the parameter \(name)")
        case .secret(let name, let key):
            let text = try await SecretsManagerClient(try hub()).getSecretValue(name).exposed
            return try Self.token(try Self.value(key, in: text, of: name), in: "the secret \(name)")
        }
    }

    /// The value under `key` in a secret. The console stores keys and values as a JSON object of texts; any other secret is
    /// the value itself.
    static func value(_ key: String?, in text: String, of secret: String) throws(CompositionError) -> String {
        let values = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        guard let key else {
            guard let values else { return text }
            guard values.count == 1, let only = values.values.first else {
                throw .tokenAmbiguous(secret: secret, keys: values.keys.sorted())
            }
            return only
        }
        guard let value = values?[key] else {
            throw .tokenKeyMissing(secret: secret, key: key, keys: values?.keys.sorted())
        }
        return value
    }

    /// Trims the newline that typing and pipes often leave. Any other fault is reported with the place that holds the token.
    static func token(_ text: String, in place: String) throws(CompositionError) -> SlackToken {
        let isMargin: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" }
        let start = text.drop(while: isMargin)
        let end = start.lastIndex { !isMargin($0) }
        let token = SlackToken(end.map { String(start[...$0]) } ?? "")
        guard token.isSendable else { throw .tokenMalformed(place: place) }
        return token
    }
}
