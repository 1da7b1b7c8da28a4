import Foundation
import LocalSlack
import Testing

/// Slack answering a notice as it should not: what the user reads, how often it is tried, and that nobody hears it twice.
struct MisbehavingSlackTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: [String: JSONValue]
        /// The word under which the local Slack counts such an answer.
        let outcome: String
        /// What went wrong, after “The notice to U0ANA ”.
        let sentence: String
        /// Bad answers while it misbehaves for ever.
        let tries: Int
        /// Whether a run gets over two of them.
        let recovers: Bool

        init(
            _ name: String, _ fault: [String: JSONValue], counted outcome: String, _ sentence: String, tries: Int = 1,
            recovers: Bool = false
        ) {
            testDescription = name
            self.fault = fault
            self.outcome = outcome
            self.sentence = sentence
            self.tries = tries
            self.recovers = recovers
        }
    }

    private static func notDone(_ facts: String) -> String {
        "was not delivered; the next run tries again: Slack didn't carry out chat.postMessage for D0ANA (\(facts)). Nothing was delivered; try again later"
    }

    private static func unclear(_ facts: String) -> String {
        "may not have arrived; the next run looks for it: Slack gave no clear answer to chat.postMessage for D0ANA (\(facts)). It may have been delivered; check before "
            + "sending it again"
    }

    static let rows = [
        Row(
            "429 with Retry-After", ["error": "ratelimited", "retryAfter": 1], counted: "ratelimited",
            notDone("error ratelimited, HTTP 429, retry after 1 s"), tries: 4, recovers: true),
        Row(
            "429 with a Retry-After of an hour", ["error": "ratelimited", "retryAfter": 3600], counted: "ratelimited",
            notDone("error ratelimited, HTTP 429, retry after 3600 s")),
        Row("500", ["status": 500], counted: "http_500", unclear("error http_500, HTTP 500")),
        Row("503", ["status": 503], counted: "http_503", unclear("error http_503, HTTP 503")),
        Row(
            "an unknown error", ["error": "org_user_not_in_team"], counted: "org_user_not_in_team",
            "may not have arrived; the next run looks for it: Slack refused chat.postMessage for D0ANA (error org_user_not_in_team, HTTP 200) with an error that Relevo "
                + "doesn't know. It may have been delivered. Look up that error in Slack's documentation, and report "
                + "it if Relevo should know it"),
        Row("garbage", ["status": 200], counted: "http_200", unclear("error unreadable_answer, HTTP 200")),
        Row(
            "half an answer", ["drop": true], counted: "dropped",
            unclear("error connection_lost: the answer is not HTTP, or was cut short")),
        Row(
            "half an answer to a message that was posted", ["drop": true, "after": true], counted: "dropped",
            unclear("error connection_lost: the answer is not HTTP, or was cut short"), tries: 0),
        Row(
            "a redirect", ["status": 302], counted: "http_302",
            unclear("error http_302, HTTP 302: Slack doesn't answer like this; check the address and the proxy")),
        Row(
            "half a minute of silence", ["hang": 40, "error": "fatal_error"], counted: "fatal_error",
            unclear("error connection_lost: no answer came in time"), tries: 0),
    ]

    @Test(.timeLimit(.minutes(20)), arguments: rows)
    func `is reported in one sentence, and the notice arrives once`(_ row: Row) async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 76)]) { estate in
            let lasting = try await Self.run(estate, row, times: 99, on: Day(0))
            expect(lasting.ended, endedWith: 3)
            let said = lasting.ended.complaints.split(separator: "\n").filter { !$0.contains("relevo.db is new") }
            #expect(
                said == [
                    "relevo: The notice to U0ANA \(row.sentence)."
                ])
            #expect(lasting.tries == row.tries)

            if row.recovers {
                let passing = try await Self.run(estate, row, times: 2, on: Day(0, hour: 1))
                expect(passing.ended, endedWith: 0)
                #expect(passing.ended.complaints.isEmpty)
                #expect(passing.tries == 2)
            }
            try await estate.slack.delete("/control/faults")
            try await estate.goodRun(on: Day(0, hour: 2))
            #expect(try await estate.messages(to: "U0ANA").count == 1)
        }
    }

    /// Slack's edge gives up on a call that Slack itself has carried out.
    @Test(.timeLimit(.minutes(20)))
    func `a 503 after the message was stored is found out at once, for every kind of message`() async throws {
        try await Estate.with(people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            for day in [0, 6] {
                try await estate.slack.post(
                    "/control/fault",
                    ["method": "chat.postMessage", "status": 503, "after": true, "times": 99])
                let ended = try await estate.run(on: Day(day))
                expect(ended, endedWith: 0)
                try await estate.slack.delete("/control/faults")
                try await estate.goodRun(on: Day(day, hour: 1))
            }
            #expect(try await estate.deactivations().count == 1)
            // The notice, and that it went.
            #expect(try await estate.messages(to: "U0ANA").count == 2)
        }
    }

    private static func run(
        _ estate: Estate, _ row: Row, times: Int, on day: Day
    ) async throws -> (ended: Ended, tries: Int) {
        try await estate.slack.delete("/control/faults")
        let call: [String: JSONValue] = [
            "method": "chat.postMessage", "channel": "U0ANA", "times": .number(Double(times)),
        ]
        try await estate.slack.post("/control/fault", .object(row.fault.merging(call) { $1 }))
        let before = try await counted(row.outcome, estate)
        let ended = try await estate.run(on: day)
        return (ended, try await counted(row.outcome, estate) - before)
    }

    private static func counted(_ outcome: String, _ estate: Estate) async throws -> Int {
        let calls = try await estate.slack.get("/control/calls")
        return Int(calls["chat.postMessage"]?["outcomes"]?[outcome]?.number ?? 0)
    }
}
