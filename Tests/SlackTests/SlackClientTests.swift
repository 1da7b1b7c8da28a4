import Logging
import Slack
import Testing

struct SlackClientTests {
    @Test func `a message is sent as JSON with the token in its header`() async throws {
        let fixture = try Fixture(.answer(Fixture.posted))
        let place = try await fixture.client.post(
            Fixture.hello, to: "U1", thread: "1.2",
            metadata: MessageMetadata(eventType: "notice", payload: ["id": "n1"]))
        #expect(place == PostedMessage(channel: "D1", ts: "1.000001"))
        let request = try #require(fixture.transport.requests.first)
        #expect(request.url == "https://slack.com/api/chat.postMessage")
        #expect(request.contentType == "application/json; charset=utf-8")
        #expect(request.headers.contains { $0 == ("Authorization", "Bearer \(Fixture.secret)") })
        #expect(
            fixture.transport.bodies == [
                #"{"blocks":[{"text":{"text":"Hello","type":"mrkdwn","verbatim":true},"type":"section"}],"channel":"U1","#
                    + #""metadata":{"event_payload":{"id":"n1"},"event_type":"notice"},"#
                    + #""text":"Hello","thread_ts":"1.2","unfurl_links":false,"unfurl_media":false}"#
            ])
    }

    @Test func `a message over the limits is not sent`() async throws {
        let fixture = try Fixture()
        let message = Message(text: "a", blocks: Array(repeating: .divider, count: 51))
        let error = await Fixture.error { try await fixture.client.post(message, to: "U1") }
        #expect(error == .tooLarge("51 blocks, at most 50 are allowed"))
        #expect(fixture.transport.requests.isEmpty)
    }

    @Test func `an update names the message`() async throws {
        let fixture = try Fixture(.answer(Fixture.posted))
        _ = try await fixture.client.update(Fixture.hello, at: PostedMessage(channel: "D1", ts: "1.000001"))
        #expect(
            fixture.transport.bodies == [
                #"{"blocks":[{"text":{"text":"Hello","type":"mrkdwn","verbatim":true},"type":"section"}],"#
                    + #""channel":"D1","text":"Hello","ts":"1.000001"}"#
            ])
    }

    @Test func `people are read as a form, with defaults for what Slack leaves out`() async throws {
        let fixture = try Fixture(
            .answer(
                #"{"ok":true,"user":{"id":"U1","team_id":"T1","name":"ana","deleted":true,"profile":{"real_name":"Ana Q"}}}"#
            ))
        let user = try await fixture.client.user("U1&x=é")
        #expect(
            user
                == SlackUser(
                    id: "U1", teamID: "T1", name: "ana", realName: "Ana Q", isDeleted: true, isBot: false,
                    timeZone: nil))
        #expect(fixture.transport.bodies == ["user=U1%26x%3D%C3%A9"])
    }

    @Test func `who we are, where we may write`() async throws {
        let fixture = try Fixture(
            .answer(
                #"{"ok":true,"url":"https://a.slack.com/","team":"A","team_id":"T1","user":"r","user_id":"U9","bot_id":"B9"}"#
            ),
            .answer(#"{"ok":true,"channel":{"id":"D7"}}"#),
            .answer(#"{"ok":true,"channel":{"id":"C1","name":"sec","is_archived":false,"is_member":true}}"#))
        #expect(try await fixture.client.identity().botID == "B9")
        #expect(try await fixture.client.openDirectMessage(with: "U1") == "D7")
        let channel = try await fixture.client.conversation("C1")
        #expect(channel.isMember && !channel.isArchived && channel.name == "sec")
        #expect(fixture.transport.bodies == ["", #"{"users":"U1"}"#, "channel=C1"])
    }

    @Test func `history is read to its end, with metadata`() async throws {
        let fixture = try Fixture(
            .answer(
                #"{"ok":true,"has_more":true,"messages":[{"ts":"2.0","text":"b","bot_id":"B","metadata":{"event_type":"n","event_payload":{"id":"x","deep":{"a":1}}}}],"response_metadata":{"next_cursor":"abc="}}"#
            ),
            .answer(#"{"ok":true,"has_more":false,"messages":[{"ts":"1.0","thread_ts":"1.0","user":"U1"}]}"#))
        let read = try await fixture.client.history(of: "D1", oldest: "0.5")
        #expect(read.isComplete)
        #expect(read.messages.map(\.ts) == ["2.0", "1.0"])
        #expect(read.messages.first?.metadata == MessageMetadata(eventType: "n", payload: ["id": "x"]))
        #expect(
            fixture.transport.bodies == [
                "channel=D1&include_all_metadata=true&limit=200&oldest=0.5",
                "channel=D1&include_all_metadata=true&limit=200&oldest=0.5&cursor=abc%3D",
            ])
    }

    /// Work Objects have metadata without an `event_type`; whose message it is stays known.
    @Test func `an odd message spoils no other, and is not taken for whole`() async throws {
        let fixture = try Fixture(
            .answer(
                #"{"ok":true,"messages":[{"ts":"3.0","bot_id":"B2","metadata":{"entities":[{"a":1}]}},null,7,{"text":"no ts"},{"ts":"1.0","bot_id":"B1","metadata":{"event_type":"n","event_payload":{"id":"x"}}}]}"#
            ))
        let read = try await fixture.client.history(of: "C1")
        #expect(read.isComplete && read.unread == 3)
        #expect(read.messages.map(\.ts) == ["3.0", "1.0"])
        #expect(read.messages.map(\.isWhole) == [false, true])
        #expect(read.messages.map(\.botID) == ["B2", "B1"])
    }

    @Test func `a person of a sister workspace is a member here`() async throws {
        let user = #"{"id":"U1","team_id":"T2","name":7,"tz":[],"enterprise_user":{"id":"U1","teams":["T2","T1"]}}"#
        let fixture = try Fixture(.answer(#"{"ok":true,"user":\#(user)}"#))
        let found = try await fixture.client.user("U1")
        #expect(found.isMember(of: "T1") == true && found.isMember(of: "T3") == false)
    }

    @Test func `history that is cut short says so`() async throws {
        let page = #"{"ok":true,"has_more":true,"messages":[],"response_metadata":{"next_cursor":"c"}}"#
        let bounded = try Fixture(.answer(page))
        #expect(try await bounded.client.history(of: "D1", mostPages: 1).isComplete == false)
        let circle = try Fixture(.answer(page), .answer(page))
        let thread = PostedMessage(channel: "D1", ts: "1.0")
        #expect(try await circle.client.replies(to: thread).isComplete == false)
        #expect(circle.transport.bodies.first == "channel=D1&include_all_metadata=true&limit=200&ts=1.0")
    }

    @Test(arguments: ["http://slack.com/api/", "ftp://slack.com/", "slack.com/api", "https://user@slack.com/", ""])
    func `the token goes nowhere unsafe`(_ address: String) throws {
        #expect(throws: SlackError.self) {
            _ = try SlackClient(
                baseURL: address, token: SlackToken("xoxb-1"), transport: ScriptedTransport([]),
                rateLimiter: SlackRateLimiter(),
                logger: Logger(label: "test"))
        }
    }

    @Test(arguments: ["", "xoxb 1", "xoxb-1\r\nX: y"])
    func `a token that would break the header is refused`(_ token: String) throws {
        #expect(throws: SlackError.self) {
            _ = try SlackClient(
                token: SlackToken(token), transport: ScriptedTransport([]), rateLimiter: SlackRateLimiter(),
                logger: Logger(label: "test"))
        }
    }
}

struct SlackIdentityTests {
    private static let body =
        #"{"ok":true,"url":"https://x.slack.com/","team":"X","team_id":"T1","user":"relevo","user_id":"U1","bot_id":"B1"}"#

    @Test func `a token's scopes are in the answer's header`() async throws {
        let fixture = try Fixture(.answer(headers: ["x-oauth-scopes": "chat:write, im:write,"], Self.body))
        #expect(try await fixture.client.identity().scopes == ["chat:write", "im:write"])
    }

    @Test func `without the header, its scopes are unknown`() async throws {
        let fixture = try Fixture(.answer(Self.body))
        #expect(try await fixture.client.identity().scopes == nil)
    }
}
