import AsyncHTTPClient
import Foundation
import KeyPolicy
import KeyWatch
import LedgerContract
import LocalSlack
import SQLiteLedger
import Testing

@testable import AWS
@testable import DynamoDBLedger

/// The ledger in DynamoDB on the local AWS, whose DynamoDB is moto's.
struct DynamoDBOnMotoTests {
    @Test(.timeLimit(.minutes(20)))
    func `a ledger in a table fulfils the contract`() async throws {
        try await Self.withAWS { transport in
            for (number, rule) in LedgerContract.rules.enumerated() {
                let (own, other) = ("relevo-\(number)", "other-\(number)")
                try await Self.makeTable(own, transport)
                let store = LedgerStore(
                    open: { DynamoDBLedger(table: own, transport) },
                    holding: { events in
                        try await Self.makeTable(other, transport)
                        let ledger = DynamoDBLedger(table: other, transport)
                        try await Self.hold(events, ledger)
                        return ledger
                    })
                do {
                    try await rule.check(store)
                } catch {
                    Issue.record("\(rule): \(error)")
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a missing table and a table with another key are named`() async throws {
        try await Self.withAWS { transport in
            let missing = DynamoDBLedger(table: "relevo", transport)
            var error = await #expect(throws: LedgerError.self) { try await missing.checkUsable() }
            #expect("\(error.map { "\($0)" } ?? "")".contains("there is no table relevo in us-east-1"))
            try await Self.makeTable("shop", transport, keys: ["id", "day"])
            let other = DynamoDBLedger(table: "shop", transport)
            error = await #expect(throws: LedgerError.self) { try await other.checkUsable() }
            #expect("\(error.map { "\($0)" } ?? "")".contains("shop in us-east-1 is not a ledger's"))
        }
    }

    /// The local AWS alone, without a proxy and Slack.
    private static func withAWS(_ body: @Sendable (AWSTransport) async throws -> Void) async throws {
        try await Seats.shared.with {
            try await Folder.with { folder in
                let serve = ["serve", "--manifest", folder.file("estate.json"), "--seed-users", "0"]
                let python = ["PYTHON": Programs.python, "PYTHONDONTWRITEBYTECODE": "1"]
                try await Server.with(Programs.localAWS, serve, environment: python, in: folder, name: "aws") { aws in
                    let manifest = try JSONDecoder().decode(JSONValue.self, from: try folder.bytes("estate.json"))
                    let hub = try AWSCredentials(
                        accessKeyID: manifest["hub"]?["accessKeyId"]?.string ?? "",
                        secretAccessKey: manifest["hub"]?["secretAccessKey"]?.string ?? "")
                    let endpoints = try AWSEndpoints(
                        environment: ["AWS_ENDPOINT_URL": aws.url, "AWS_REGION": "us-east-1"])
                    try await body(
                        AWSTransport(
                            sender: AsyncHTTPSender(client: HTTPClient.shared),
                            settings: AWSTransport.Settings(endpoints: endpoints),
                            credentials: StaticCredentials(hub), scope: "hub"))
                }
            }
        }
    }

    private static func hold(_ events: [LedgerEvent], _ ledger: DynamoDBLedger) async throws {
        var chain = ChainItems(heads: [:], attempt: "newer")
        for event in events { chain.append(event) }
        try await ledger.client.batchWriteItem(puts: chain.hints)
        try await ledger.client.transactWriteItems(chain.writes(after: [:]), token: UUID().uuidString)
    }

    static func makeTable(_ name: String, _ transport: AWSTransport, keys: [String] = ["pk", "sk"]) async throws {
        struct Attribute: Encodable {
            let AttributeName: String
            let AttributeType = "S"
        }
        struct Key: Encodable {
            let AttributeName: String
            let KeyType: String
        }
        struct Request: Encodable {
            let TableName: String
            let BillingMode = "PAY_PER_REQUEST"
            let AttributeDefinitions: [Attribute]
            let KeySchema: [Key]
        }
        _ = try await transport.json(
            .dynamoDB, "CreateTable", target: "DynamoDB_20120810", version: "1.0",
            Request(
                TableName: name, AttributeDefinitions: keys.map { Attribute(AttributeName: $0) },
                KeySchema: zip(keys, ["HASH", "RANGE"]).map { Key(AttributeName: $0, KeyType: $1) }),
            as: DynamoDBResponse.Nothing.self)
    }
}
