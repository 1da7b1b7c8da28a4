import AsyncHTTPClient
import Foundation
import LocalSlack
import NIOCore
import NIOHTTP1
import Testing

/// A run killed at its worst moments, and then a normal one: nothing lost, nothing early, nothing said twice unmarked.
struct KilledRunTests {
    private static let possibleRepeat = "This notice may be a repeat"

    private static func ana(_ age: Int) -> [Person] { [Person.engineer("ana", "U0ANA", age: age)] }

    /// Starts a run on a day, waits until `moment`, and kills it.
    private static func killRun(
        of estate: Estate, on day: Day, when moment: String, isSo: @escaping () async throws -> Bool
    ) async throws {
        try await estate.turn(to: day)
        let run = try estate.start(["run", "--on", day.text], name: "killed")
        do {
            try await wait(for: moment) {
                guard run.isRunning else { throw WaitedTooLong(what: "\(moment): the run is over") }
                return try await isSo()
            }
        } catch {
            try await run.kill()
            throw error
        }
        try await run.kill()
        try await estate.proxy.delete("/proxy/rules")
        try await estate.outwaitLease()
    }

    /// The run may have died just before its message; then the fault is still there and would meet the next one.
    private static func useUpFault(_ estate: Estate) async {
        var request = HTTPClientRequest(url: estate.slack.url + "/api/chat.postMessage?channel=U0ANA")
        request.method = .POST
        _ = try? await HTTPClient.shared.execute(request, timeout: .seconds(1))
    }

    private static func anaIsWritten(_ estate: Estate) async throws -> Bool {
        try await estate.messages(to: "U0ANA").count > 1
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed after the notice is queued, before it is sent: it is sent by the next run, as a possible repeat`()
        async throws
    {
        try await Estate.with(people: Self.ana(76)) { estate in
            try await estate.slack.post(
                "/control/fault",
                ["method": "chat.postMessage", "channel": "U0ANA", "error": "fatal_error", "hang": 600])
            try await Self.killRun(of: estate, on: Day(0), when: "a claim") {
                try await !estate.facts("noticeQueued").isEmpty
            }
            await Self.useUpFault(estate)
            #expect(try await estate.messages(to: "U0ANA").isEmpty)

            try await estate.goodRun(on: Day(0, hour: 1))
            let told = try await estate.messages(to: "U0ANA")
            #expect(told.count == 1)
            #expect(told.first?.words.contains(Self.possibleRepeat) == true)
            try await Self.expectOneCopy(estate)
            try await Self.expectNothingMore(estate, on: Day(0, hour: 2))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed after the message arrived and before that was recorded: it is found, and not sent again`()
        async throws
    {
        try await Estate.with(people: Self.ana(76)) { estate in
            try await estate.slack.post(
                "/control/fault", ["method": "chat.postMessage", "channel": "U0ANA", "hang": 600, "after": true])
            try await Self.killRun(of: estate, on: Day(0), when: "the message") {
                try await !estate.messages(to: "U0ANA").isEmpty
            }
            #expect(try await estate.facts("noticeDelivered").isEmpty)

            try await estate.goodRun(on: Day(0, hour: 1))
            let told = try await estate.messages(to: "U0ANA")
            #expect(told.count == 1)
            #expect(told.first?.words.contains(Self.possibleRepeat) == false)
            #expect(try await estate.facts("noticeDelivered").count == 1)
            try await Self.expectOneCopy(estate)
            try await Self.expectNothingMore(estate, on: Day(0, hour: 2))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed after the copy arrived and before that was recorded: it is found, and not sent again`()
        async throws
    {
        try await Estate.with(people: Self.ana(76)) { estate in
            // The summary is the first message in the channel, the copy the second.
            try await estate.slack.post(
                "/control/fault", ["method": "chat.postMessage", "channel": .string(Estate.channel), "hang": 0])
            try await estate.slack.post(
                "/control/fault",
                ["method": "chat.postMessage", "channel": .string(Estate.channel), "hang": 600, "after": true])
            try await Self.killRun(of: estate, on: Day(0), when: "the copy") {
                try await !estate.messages(in: Estate.channel, threads: true).isEmpty
            }
            try await estate.goodRun(on: Day(0, hour: 1))
            #expect(try await estate.messages(to: "U0ANA").count == 1)
            try await Self.expectOneCopy(estate)
            try await Self.expectNothingMore(estate, on: Day(0, hour: 2))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed between the intent and AWS: the owner is notified again, and the key is deactivated five days later`()
        async throws
    {
        try await Estate.with(people: Self.ana(85)) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.proxy.post("/proxy/rules", ["kind": "hang", "action": "UpdateAccessKey"])
            try await Self.killRun(of: estate, on: Day(6), when: "the call") { try await estate.struck(0) }
            #expect(try await estate.deactivations().isEmpty)
            #expect(try await estate.messages(to: "U0ANA").count == 1)

            // Nobody knows what became of the call, so a new round begins.
            try await estate.goodRun(on: Day(6, hour: 1))
            #expect(try await estate.deactivations().isEmpty)
            #expect(try await estate.messages(to: "U0ANA").count == 2)
            try await estate.goodRun(on: Day(11))
            #expect(try await estate.deactivations().isEmpty)
            try await estate.goodRun(on: Day(11, hour: 1))
            try await Self.expectToldOnce(estate, threads: true, next: Day(11, hour: 2))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed after AWS deactivated the key: the next run finds it inactive, and that is reported once`()
        async throws
    {
        try await Estate.with(people: Self.ana(85)) { estate in
            try await estate.goodRun(on: Day(0))
            // AWS does it and half the answer arrives; the second try is never answered.
            try await estate.proxy.post(
                "/proxy/rules",
                [
                    ["kind": "cut", "action": "UpdateAccessKey", "times": 1],
                    ["kind": "hang", "action": "UpdateAccessKey"],
                ])
            try await Self.killRun(of: estate, on: Day(6), when: "the second call") { try await estate.struck(1) }
            #expect(try await estate.deactivations().count == 1)
            #expect(try await estate.messages(to: "U0ANA").count == 1)

            try await estate.goodRun(on: Day(6, hour: 1))
            try await Self.expectToldOnce(estate, threads: false, next: Day(6, hour: 2))
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `killed after the owner was notified of the deactivation: the channel is notified, the owner not again`()
        async throws
    {
        try await Estate.with(people: Self.ana(85)) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.slack.post(
                "/control/fault", ["method": "chat.postMessage", "channel": "U0ANA", "hang": 600, "after": true])
            try await Self.killRun(of: estate, on: Day(6), when: "the owner's message") {
                try await Self.anaIsWritten(estate)
            }
            try await estate.goodRun(on: Day(6, hour: 1))
            try await Self.expectToldOnce(estate, threads: false, next: Day(6, hour: 2))
        }
    }

    private static func expectOneCopy(_ estate: Estate, _ location: SourceLocation = #_sourceLocation) async throws {
        let copies = try await estate.messages(in: Estate.channel, threads: true)
            .filter { $0.words.contains("stage ") }
        #expect(copies.count == 1, sourceLocation: location)
        let fact = try await estate.facts("channelCopyDelivered")
        #expect(fact.count == 1, sourceLocation: location)
    }

    /// - Parameter threads: whether the channel is told in the thread of a summary. What a killed run left open comes at
    ///   the top level: nobody looks into the thread of its summary any more.
    private static func expectToldOnce(
        _ estate: Estate, threads: Bool, next: Day, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let key = try await estate.keyID(of: "ana")
        #expect(try await estate.deactivations() == [key], sourceLocation: location)
        #expect(try await estate.facts("deactivated").count == 1, sourceLocation: location)
        let owner = try await estate.messages(to: "U0ANA").filter { $0.words.contains("was deactivated on") }
        #expect(owner.count == 1, sourceLocation: location)
        let channel = try await estate.messages(in: Estate.channel)
            .filter { $0.words.contains("Deactivated as promised") }
        #expect(channel.map { $0.thread != nil } == [threads], sourceLocation: location)
        try await expectNothingMore(estate, on: next, location)
    }

    /// One more run finds nothing left to do, and the ledger is whole.
    private static func expectNothingMore(
        _ estate: Estate, on day: Day, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await estate.messages().count
        let document = try await estate.goodRun(on: day, location)
        #expect(document["actions"]?.list.isEmpty == true, sourceLocation: location)
        #expect(
            try await estate.messages().count == before + 2, "more than a summary and its reply",
            sourceLocation: location)
        try await estate.verify(location)
    }
}
