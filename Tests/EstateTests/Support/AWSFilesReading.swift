import AWS
import Foundation
import NIOHTTP1

/// What somebody makes of a home with AWS files.
struct AWSFilesReading: Equatable, CustomStringConvertible {
    /// Whose credentials, then role after role.
    var steps: [[String]] = []
    var region = ""
    /// By service; nil where they are AWS's own.
    var endpoints: [String: String?] = [:]
    /// Of the selected profile, as they stand there.
    var settings: [String: String] = [:]
    /// Why nothing can be made of it.
    var refusal: String?

    var description: String { refusal ?? "\(steps) in \(region) at \(endpoints), \(settings)" }

    /// Relevo's.
    static func of(_ environment: [String: String]) async -> AWSFilesReading {
        do {
            var reading = AWSFilesReading()
            let profiles = try AWSProfiles.load(environment: environment)
            let endpoints = try AWSEndpoints(environment: environment, profiles: profiles)
            reading.region = endpoints.region
            for (name, service) in [("iam", AWSService.iam), ("sts", AWSService.sts)] {
                let endpoint = try endpoints.endpoint(for: service)
                reading.endpoints[name] = .some(endpoint.isLoopback ? String(endpoint.url.dropLast()) : nil)
            }
            for name in AWSFilesReading.settings {
                if let value = profiles.selected?[name] { reading.settings[name] = value }
            }
            let outside = AWSFilesOutside()
            let chain = try DefaultCredentialsChain(
                environment: environment, profiles: profiles, sender: outside,
                settings: AWSTransport.Settings(endpoints: endpoints), sessionName: AWSFilesOutside.session,
                processes: outside, readFile: outside.read)
            let credentials = try await chain.credentials()
            reading.steps = outside.steps
            if reading.steps.isEmpty {
                reading.steps = [
                    ["keys", credentials.accessKeyID, credentials.sessionToken ?? ""]
                ]
            }
            return reading
        } catch {
            var reading = AWSFilesReading()
            reading.refusal = "\(error)"
            return reading
        }
    }

    /// The same names as in `dev/botocore_reads.py`.
    private static let settings = [
        "aws_access_key_id", "aws_secret_access_key", "ca_bundle", "cli_pager", "credential_process", "description",
        "endpoint_url", "external_id",
        "output", "region", "role_arn", "role_session_name", "services", "source_profile", "sso_account_id",
        "sso_role_name", "sso_session",
    ]
}

extension AWSFilesReading: Decodable {
    private enum Key: String, CodingKey {
        case steps, region, endpoints, settings
        case refusal = "error"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        refusal = try container.decodeIfPresent(String.self, forKey: .refusal)
        guard refusal == nil else { return }
        steps = try container.decode([[String]].self, forKey: .steps)
        region = try container.decode(String.self, forKey: .region)
        endpoints = try container.decode([String: String?].self, forKey: .endpoints)
        settings = try container.decode([String: String].self, forKey: .settings)
    }
}
