import FoundationEssentials
import Redaction

/// What the endpoints of containers and instances answer.
struct CredentialsDocument: Decodable {
    private let code: String?
    private let accessKeyID: String?
    private let secretAccessKey: String?
    private let token: String?
    private let expiration: String?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    /// - Parameters:
    ///   - place: which endpoint answered, for errors; of the answer itself only its code is repeated.
    ///   - secrets: not to be repeated with it.
    static func credentials(
        in body: [UInt8], from place: String, secrets: SecretsInUse
    ) throws(AWSError) -> AWSCredentials {
        guard let document = try? JSONDecoder().decode(CredentialsDocument.self, from: Data(body)) else {
            throw .credentials("\(place) answered with something that is not JSON with credentials.")
        }
        if let code = document.code, code != "Success" {
            throw .credentials("\(place) has no credentials to give: \(ForeignText.cleaned(code, secrets: secrets)).")
        }
        guard let id = document.accessKeyID, let secret = document.secretAccessKey, let token = document.token,
            let end = document.expiration.flatMap(WireDate.iso8601)
        else { throw .credentials("\(place) answered without AccessKeyId, SecretAccessKey, Token or Expiration.") }
        return try AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: end)
    }
}
