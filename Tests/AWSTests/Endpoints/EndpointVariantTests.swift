import FoundationEssentials
import Testing

@testable import AWS

/// Compared with botocore's rules: `Fixtures/make_endpoints.py` records their results.
struct EndpointVariantTests {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        let service: String
        let region: String
        let fips: Bool
        let dual: Bool
        let url: String?
        let signing: String?

        var testDescription: String { "\(service) \(region)\(fips ? " FIPS" : "")\(dual ? " dual" : "")" }
    }

    struct Sheet: Decodable { let rows: [Row] }

    static let rows: [Row] = {
        let bytes = (try? Fixture.bytes("endpoints.json")) ?? []
        return (try? JSONDecoder().decode(Sheet.self, from: Data(bytes)))?.rows ?? []
    }()

    private func endpoint(_ row: Row) throws -> AWSEndpoint {
        let service = try #require(
            [AWSService.iam, .sts, .organizations, .ssm, .secretsManager, .sso, .cloudTrail].first {
                $0.signingName == row.service || ($0 == .sso && row.service == "sso")
            })
        let environment = [
            "AWS_REGION": row.region, "AWS_USE_FIPS_ENDPOINT": "\(row.fips)",
            "AWS_USE_DUALSTACK_ENDPOINT": "\(row.dual)",
        ]
        return try AWSEndpoints(environment: environment).endpoint(for: service)
    }

    @Test(arguments: rows)
    func `is the endpoint of botocore's rules`(_ row: Row) throws {
        let partition = try #require(AWSPartition.of(region: row.region))
        if isMadeUp(row, partition) {
            #expect(throws: AWSError.self) { try endpoint(row) }
            return
        }
        var row = row
        if row.service == "organizations" {
            // botocore returns Organizations hosts in regions that have none; here it is the home region's.
            let home = partition.organizations?.region
            row = try #require(
                Self.rows.first {
                    $0.service == row.service && $0.region == home && $0.fips == row.fips && $0.dual == row.dual
                })
        }
        if row.service == "cloudtrail" {
            // CloudTrail is regional, but records IAM events only in IAM's home region.
            row = try #require(
                Self.rows.first {
                    $0.service == row.service && $0.region == partition.iam.region && $0.fips == row.fips
                        && $0.dual == row.dual
                })
        }
        // A host that doesn't exist; botocore's rules have it for the China partition only.
        if row.service == "secretsmanager", partition == .china, row.fips, row.dual { return }
        let found = try endpoint(row)
        #expect(found.url == row.url && found.signingRegion == row.signing)
    }

    /// The rules invent a FIPS host for every partition, and Organizations for the sovereign one.
    private func isMadeUp(_ row: Row, _ partition: AWSPartition) -> Bool {
        switch row.service {
        case "iam": row.fips && [.china, .europeanSovereign].contains(partition)
        case "organizations": partition == .europeanSovereign || (row.fips && partition == .china)
        default: false
        }
    }

    @Test func `there is a row for every combination`() { #expect(Self.rows.count == 7 * 7 * 4) }

    @Test func `a profile can select it too, after the environment`() throws {
        let config = SharedFile(Array("[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = TRUE".utf8))
        let profiles = try AWSProfiles(config: config, credentials: SharedFile(), selectedName: "default")
        #expect(
            try AWSEndpoints(environment: [:], profiles: profiles).endpoint(for: .sts).host
                == "sts-fips.us-east-1.api.aws")
        let overridden = try AWSEndpoints(environment: ["AWS_USE_FIPS_ENDPOINT": "false"], profiles: profiles)
        #expect(try overridden.endpoint(for: .sts).host == "sts.us-east-1.api.aws")
    }

    @Test func `a typing mistake is an error`() {
        let error = #expect(throws: AWSError.self) {
            try AWSEndpoints(environment: ["AWS_USE_FIPS_ENDPOINT": "yes"])
        }
        #expect(error?.description == "AWS_USE_FIPS_ENDPOINT must be true or false.")
    }

    @Test func `a configured endpoint doesn't change`() throws {
        let environment = ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://127.0.0.1:5000"]
        #expect(try AWSEndpoints(environment: environment).endpoint(for: .iam).url == "http://127.0.0.1:5000/")
    }
}
