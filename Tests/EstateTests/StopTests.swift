import LocalSlack
import Testing

/// A stop from a machine without a Slack token and without rights in AWS.
struct StopTests {
    @Test(.timeLimit(.minutes(20)))
    func `without a token and without rights a stop is written, and the next run tells it`() async throws {
        let start = Day.present()
        let people = [Person.engineer("ana", "U0ANA", age: 76, on: start)]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            expect(try await estate.now("run"), endedWith: 0)
            let stop = ["stop", "--reason", "an outage", "--by", "Luis"]
            let ended = try await estate.start(
                stop, environment: ["SLACK_BOT_TOKEN": "", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"]
            ).ended()
            expect(ended, endedWith: 3)
            #expect(
                ended.output
                    == "Deactivations are stopped. Another person ends it with `relevo resume --reason … --by …`.\n")
            #expect(
                ended.complaints.contains("the next run tells it: The environment variable SLACK_BOT_TOKEN"),
                "\(ended.complaints)")
            #expect(try await estate.facts("stopped").count == 1)

            expect(try await estate.now("run"), endedWith: 0)
            #expect(try await estate.messages().contains { $0.words.contains("an outage") })
            try await estate.verify()
        }
    }
}
