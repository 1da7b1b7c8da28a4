import FoundationEssentials
import Hummingbird
import NIOCore

/// `POST /api/<method>`.
struct WebAPIRoutes {
    let workspace: Workspace

    func add(to router: Router<BasicRequestContext>) {
        router.post("/api/:method") { request, context in
            try await respond(request, method: context.parameters.require("method"))
        }
    }

    private func respond(_ request: Request, method: String) async throws -> Response {
        let body = try await request.body.collect(upTo: 4 << 20)
        let reply: Reply
        do {
            let arguments = try Arguments(
                contentType: request.headers[.contentType] ?? "", body: Data(body.readableBytesView),
                query: request.uri.query ?? "")
            reply = await workspace.call(method, authorization: request.headers[.authorization], arguments) {
                try? await Task.sleep(for: .milliseconds(Int($0 * 1_000)))
            }
        } catch let failure as MethodFailure {
            reply = .failed(code: failure.code, more: failure.more)
        }
        var response = Self.response(reply)
        // Like Slack, every answer to a valid token lists its scopes.
        if case .ok = reply, let name = HTTPFields.Element.Name("X-OAuth-Scopes") {
            response.headers[name] = await workspace.scopes.sorted().joined(separator: ",")
        }
        return response
    }

    private static func response(_ reply: Reply) -> Response {
        switch reply {
        case .ok(let values):
            return json(.object(values.merging(["ok": true]) { first, _ in first }), .ok)
        case .failed(let code, let more):
            return json(.object(more.merging(["ok": false, "error": .string(code)]) { _, last in last }), .ok)
        case .echo(let code, let token, let more):
            var response = Self.response(.failed(code: code, more: more))
            if let name = HTTPFields.Element.Name("X-Slack-Req-Id") { response.headers[name] = token }
            return response
        case .limited(let seconds):
            var response = json(["ok": false, "error": "ratelimited"], .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        case .broken(let status, let body):
            var headers: HTTPFields = [.contentType: "text/html"]
            // Leads to a method that doesn't exist.
            if (300..<400).contains(status) { headers[.location] = "/api/elsewhere" }
            return Response(
                status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(string: body)))
        case .dropped:
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: .init(contentLength: 100) { writer in
                    try await writer.write(ByteBuffer(string: "{\"ok\":"))
                    throw Dropped()
                })
        }
    }

    private struct Dropped: Error {}

    static func json(_ value: JSONValue, _ status: HTTPResponse.Status) -> Response { encoded(value, status) }

    static func encoded(_ value: some Encodable, _ status: HTTPResponse.Status) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(value)) ?? Data()
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
