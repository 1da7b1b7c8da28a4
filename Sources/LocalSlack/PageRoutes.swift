import Hummingbird
import NIOCore

/// `GET /?channel=…&message=…`.
struct PageRoutes {
    let workspace: Workspace

    func add(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in
            let query = request.uri.queryParameters
            let page = await workspace.page(
                channel: query["channel"].map(String.init), message: query["message"].map(String.init))
            guard let page else { throw HTTPError(.notFound, message: "There is no such channel or message.") }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    // Whatever slips through the escaping still can't run.
                    .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
                    .cacheControl: "no-store",
                ],
                body: .init(byteBuffer: ByteBuffer(string: page.source)))
        }
    }
}
