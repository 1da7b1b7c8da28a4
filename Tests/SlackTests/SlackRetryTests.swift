import Slack
import Testing

struct SlackRetryTests {
    private static let posted = ScriptedTransport.Step.answer(Fixture.posted)

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let step: ScriptedTransport.Step
        let waits: [Duration]
        var testDescription: String { name }
    }

    static let certainlyNotDone = [
        Case(
            name: "429",
            step: .answer(status: 429, headers: ["retry-after": "7"], #"{"ok":false,"error":"ratelimited"}"#),
            waits: [.seconds(7)]),
        Case(name: "429 without Retry-After", step: .answer(status: 429, ""), waits: [.seconds(1)]),
        Case(name: "ratelimited", step: .answer(#"{"ok":false,"error":"ratelimited"}"#), waits: [.seconds(1)]),
        Case(name: "no connection", step: .fail(.nothingSent("refused")), waits: [.seconds(1)]),
    ]

    @Test(arguments: certainlyNotDone)
    func `a post that certainly wasn't done is sent again`(_ row: Case) async throws {
        let fixture = try Fixture(row.step, Self.posted)
        _ = try await fixture.client.post(Fixture.hello, to: "U1")
        #expect(fixture.transport.requests.count == 2)
        #expect(fixture.clock.waits == row.waits)
    }

    static let unclear = [
        Case(name: "fatal_error", step: .answer(#"{"ok":false,"error":"fatal_error"}"#), waits: []),
        Case(name: "internal_error", step: .answer(#"{"ok":false,"error":"internal_error"}"#), waits: []),
        Case(
            name: "service_unavailable", step: .answer(#"{"ok":false,"error":"service_unavailable"}"#), waits: []),
        Case(name: "request_timeout", step: .answer(#"{"ok":false,"error":"request_timeout"}"#), waits: []),
        Case(name: "503", step: .answer(status: 503, "<html>"), waits: []),
        Case(name: "a proxy's page", step: .answer(status: 407, "<html>"), waits: []),
        Case(name: "500", step: .answer(status: 500, ""), waits: []),
        Case(name: "502", step: .answer(status: 502, "<html>"), waits: []),
        Case(name: "504", step: .answer(status: 504, "<html>"), waits: []),
        Case(name: "half an answer", step: .answer(#"{"ok":tr"#), waits: []),
        Case(name: "an answer without a ts", step: .answer(#"{"ok":true,"channel":"D1"}"#), waits: []),
        Case(name: "connection lost", step: .fail(.answerLost("reset")), waits: []),
    ]

    @Test(arguments: unclear)
    func `a post that may have been done is never sent again`(_ row: Case) async throws {
        let fixture = try Fixture(row.step, Self.posted)
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        guard case .ambiguous = error else {
            Issue.record("\(String(describing: error)) is not ambiguous")
            return
        }
        #expect(fixture.transport.requests.count == 1)
    }

    @Test(arguments: unclear.filter { $0.name != "an answer without a ts" })
    func `an update, a reading call and the opening of a conversation are`(_ row: Case) async throws {
        let update = try Fixture(row.step, Self.posted)
        _ = try await update.client.update(Fixture.hello, at: PostedMessage(channel: "D1", ts: "1.000001"))
        #expect(update.transport.requests.count == 2)
        let read = try Fixture(row.step, .answer(#"{"ok":true,"channel":{"id":"C1"}}"#))
        #expect(try await read.client.conversation("C1").id == "C1")
        let open = try Fixture(row.step, .answer(#"{"ok":true,"channel":{"id":"D1"}}"#))
        #expect(try await open.client.openDirectMessage(with: "U1") == "D1")
    }

    @Test func `attempts end`() async throws {
        let busy = ScriptedTransport.Step.answer(status: 429, "")
        let fixture = try Fixture(busy, busy, busy, busy, Self.posted)
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(error?.code == "ratelimited")
        #expect(fixture.transport.requests.count == 4)
        #expect(fixture.clock.waits == [.seconds(1), .seconds(2), .seconds(4)])
    }

    @Test func `a Retry-After longer than we may wait ends the call`() async throws {
        let fixture = try Fixture(.answer(status: 429, headers: ["retry-after": "600"], ""), Self.posted)
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(error?.failure?.retryAfter == .seconds(600))
        #expect(fixture.clock.waits.isEmpty)
        // Nor does the next message go out into the ban.
        _ = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U2") }
        #expect(fixture.transport.requests.count == 1)
    }

    static let silences = [
        ScriptedTransport.Step.fail(.answerLost("no answer came in time")), .fail(.nothingSent("refused")),
        .answer(status: 504, "<html>"),
    ]

    @Test(arguments: silences.indices)
    func `a method that Slack leaves without an answer is not called for ten minutes`(index: Int) async throws {
        let user = ScriptedTransport.Step.answer(#"{"ok":true,"user":{"id":"U1"}}"#)
        let fixture = try Fixture(Array(repeating: Self.silences[index], count: 8) + [user, Self.posted])
        for id in ["U1", "U2"] { _ = await Fixture.error { try await fixture.client.user(id) } }
        #expect(fixture.transport.requests.count == 8)
        let error = await Fixture.error { try await fixture.client.user("U3") }
        guard case .notDelivered(let failure) = error else {
            Issue.record("\(String(describing: error)) is not certain")
            return
        }
        #expect(failure.code == "not_asked" && fixture.transport.requests.count == 8)
        fixture.clock.pass(.seconds(600))
        #expect(try await fixture.client.user("U1").id == "U1")
        _ = try await fixture.client.post(Fixture.hello, to: "U1")
    }

    @Test func `a refused token is refused once`() async throws {
        let fixture = try Fixture(.answer(#"{"ok":false,"error":"invalid_auth"}"#), Self.posted)
        _ = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(fixture.transport.requests.count == 1)
    }

    @Test func `a proxy's page is not taken for an answer`() async throws {
        let fixture = try Fixture(.answer(status: 407, "<html>"), Self.posted)
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(error?.code == "http_407")
        #expect(fixture.transport.requests.count == 1)
    }
}
