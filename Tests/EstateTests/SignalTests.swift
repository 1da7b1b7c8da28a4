import Foundation
import LocalSlack
import Testing

/// SIGTERM and SIGINT: what was begun is finished and recorded, the lease is free, and the status says what it was.
struct SignalTests {
    private static let people = [
        Person.engineer("ana", "U0ANA", age: 76), Person.engineer("bea", "U0BEA", age: 76),
    ]

    /// Starts a run whose message to Ana is in Slack for so many seconds before Slack answers.
    private static func run(of estate: Estate, answeredAfter seconds: Double) async throws -> ChildProcess {
        try await estate.slack.post(
            "/control/fault",
            ["method": "chat.postMessage", "channel": "U0ANA", "hang": .number(seconds), "after": true])
        try await estate.turn(to: Day(0))
        let run = try estate.start(["run", "--on", Day(0).text, "--format", "json"], name: "signalled")
        try await wait(for: "Ana's message") {
            guard run.isRunning else { throw WaitedTooLong(what: "Ana's message: the run is over") }
            return try await !estate.messages(to: "U0ANA").isEmpty
        }
        return run
    }

    @Test(.timeLimit(.minutes(20)), arguments: zip([SIGTERM, SIGINT], [143, 130] as [Int32]))
    func `the run ends before the next message, reports that in its summary, and the next one continues at once`(
        signal: Int32, status: Int32
    ) async throws {
        try await Estate.with(people: Self.people) { estate in
            let run = try await Self.run(of: estate, answeredAfter: 3)
            run.signal(signal)
            let ended = try await run.ended()
            expect(ended, endedWith: status)
            #expect(ended.complaints.contains("ending as soon as it is safe"))
            #expect(try ended.json()["exitReasons"]?.list.compactMap(\.string) == ["interrupted"])
            #expect(try await estate.facts("noticeDelivered").count == 1)
            #expect(try await estate.messages(to: "U0BEA").isEmpty)
            let summary = try await estate.messages(in: Estate.channel, threads: false)
            #expect(summary.count == 1)
            #expect(summary.first?.words.contains("Relevo was interrupted") == true)

            try await estate.goodRun(on: Day(0, hour: 1))
            for person in ["U0ANA", "U0BEA"] { #expect(try await estate.messages(to: person).count == 1, "\(person)") }
            try await estate.verify()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a second signal ends it at once`() async throws {
        try await Estate.with(people: Self.people) { estate in
            let run = try await Self.run(of: estate, answeredAfter: 600)
            run.signal(SIGTERM)
            try await Task.sleep(for: .seconds(1))
            #expect(run.isRunning)
            run.signal(SIGTERM)
            expect(try await run.ended(), endedWith: 143)
            try await estate.outwaitLease()
            try await estate.goodRun(on: Day(0, hour: 1))
            for person in ["U0ANA", "U0BEA"] { #expect(try await estate.messages(to: person).count == 1, "\(person)") }
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a scan in which AWS never answers still ends`() async throws {
        try await Estate.with(people: Self.people) { estate in
            try await estate.proxy.post(
                "/proxy/rules", ["kind": "hang", "account": "222222222222", "action": "GetAccountAuthorizationDetails"])
            let scan = try estate.start(["scan"], name: "signalled")
            try await wait(for: "the call that hangs") {
                try await estate.calls("iam:GetAccountAuthorizationDetails", in: "222222222222") > 0
            }
            scan.signal(SIGINT)
            let ended = try await scan.ended()
            expect(ended, endedWith: 130)
            #expect(ended.complaints.contains("relevo: Interrupted."))
            #expect(ended.output.isEmpty)
        }
    }
}
