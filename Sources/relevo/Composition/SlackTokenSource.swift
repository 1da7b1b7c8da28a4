import Settings
import Slack

/// Gets the Slack token from where the configuration says it is kept.
struct SlackTokenSource {
    let environment: [String: String]

    func token(_ reference: SecretReference) throws -> SlackToken {
        switch reference {
        case .environment(let variable):
            guard let value = environment[variable], !value.isEmpty else { throw DoorError.tokenMissing(variable) }
            return SlackToken(value)
        case .file(let path):
            do {
                let bytes = try BoundedFile(path: path, maxBytes: 4_096).read()
                return SlackToken(String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace })
            } catch {
                throw DoorError.tokenUnreadable("\(path): \(error.why)")
            }
        case .parameter, .secret: throw DoorError.secretStoreMissing
        }
    }
}
