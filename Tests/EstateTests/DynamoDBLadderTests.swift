import AsyncHTTPClient
import Foundation
import LocalSlack
import Testing

@testable import AWS

/// The command line with its ledger in DynamoDB.
struct DynamoDBLadderTests {
    @Test(.timeLimit(.minutes(20)))
    func `with the ledger in a table a key is deactivated as promised, and every command reads it`() async throws {
        try await Estate.with(people: [.engineer("ana", "U0ANA", age: 76)]) { estate in
            try estate.configure(more: "ledger: dynamodb:relevo")
            let missing = try await estate.run(on: Day(0))
            #expect(missing.status == 1)
            #expect(missing.complaints.contains("there is no table relevo in us-east-1"))
            #expect(try await estate.messages(to: "U0ANA").isEmpty)

            let environment = ["AWS_ENDPOINT_URL": estate.aws.url, "AWS_REGION": "us-east-1"]
            let hub = try AWSCredentials(
                accessKeyID: estate.manifest["hub"]?["accessKeyId"]?.string ?? "", secretAccessKey: estate.hubSecret)
            try await DynamoDBOnMotoTests.makeTable(
                "relevo",
                AWSTransport(
                    sender: AsyncHTTPSender(client: HTTPClient.shared),
                    settings: AWSTransport.Settings(endpoints: try AWSEndpoints(environment: environment)),
                    credentials: StaticCredentials(hub), scope: "hub"))

            let first = try await estate.run(on: Day(0))
            expect(first, endedWith: 0)
            #expect(first.complaints.contains("The ledger dynamodb:relevo is new"))
            for day in [5, 10, 15] { try await estate.goodRun(on: Day(day)) }
            #expect(try await estate.messages(to: "U0ANA").count == 4)
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.facts("deactivated").count == 1)
            try await estate.verify()
            expect(try await estate.relevo("exempt", "--list"), endedWith: 0)
            expect(try await estate.relevo("plan", "--on", Day(16).text), endedWith: 0)
            #expect(!estate.folder.exists("relevo.db"))
        }
    }
}
