import FoundationEssentials
import Hummingbird
import NIOCore

/// `/control/…`: what a test or a demo does to the workspace.
struct ControlRoutes {
    let workspace: Workspace

    func add(to router: Router<BasicRequestContext>) {
        let control = router.group("/control")
        control.post("/clock") { request, _ in
            let body = try await read(Clock.self, request)
            var instant: Date?
            if let text = body.now {
                guard let parsed = try? Date(text, strategy: .iso8601) else {
                    throw HTTPError(.badRequest, message: "\"now\" must be like 2026-11-23T12:00:00Z")
                }
                instant = parsed
            }
            await workspace.setClock(instant)
            return Self.done
        }
        control.post("/fault") { request, _ in
            await workspace.add(try await read(Fault.self, request))
            return Self.done
        }
        control.delete("/faults") { _, _ in
            await workspace.forgetFaults()
            return Self.done
        }
        control.post("/user") { request, _ in
            await workspace.upsert(try await read(Seed.User.self, request))
            return Self.done
        }
        control.post("/channel") { request, _ in
            await workspace.upsert(try await read(Seed.Channel.self, request))
            return Self.done
        }
        control.post("/message") { request, _ in
            let body = try await read(OthersMessage.self, request)
            await workspace.post(byOtherApp: body.text, in: body.channel, metadata: body.metadata)
            return Self.done
        }
        control.post("/token") { request, _ in
            let body = try await read(TokenChange.self, request)
            await workspace.setToken(revoked: body.revoked, scopes: body.scopes)
            return Self.done
        }
        control.post("/reset") { _, _ in
            await workspace.reset()
            return Self.done
        }
        control.get("/state") { _, _ in
            WebAPIRoutes.encoded(await workspace.state, .ok)
        }
        control.post("/state") { request, _ in
            await workspace.restore(try await read(Workspace.State.self, request))
            return Self.done
        }
        control.get("/messages") { request, _ in
            let channel = request.uri.queryParameters["channel"].map(String.init)
            return WebAPIRoutes.json(await workspace.everything(in: channel), .ok)
        }
        control.get("/calls") { _, _ in
            WebAPIRoutes.json(await workspace.callCounts, .ok)
        }
    }

    private struct Clock: Decodable {
        let now: String?
    }

    private struct OthersMessage: Decodable {
        let channel: String
        let text: String
        let metadata: JSONValue?
    }

    private struct TokenChange: Decodable {
        let revoked: Bool?
        let scopes: [String]?
    }

    private static var done: Response { WebAPIRoutes.json(["ok": true], .ok) }

    private func read<Body: Decodable>(_: Body.Type, _ request: Request) async throws -> Body {
        let bytes = try await request.body.collect(upTo: 64 << 20)
        do {
            return try JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: "the body can't be read: \(error)")
        }
    }
}
