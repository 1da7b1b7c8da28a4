import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// One event that Lambda handed over.
struct Invocation: Sendable {
    let id: String
    /// When Lambda ends the process, on this machine's clock.
    let deadline: Date
    let traceID: String?
    let body: [UInt8]
}

/// Lambda's interface for runtimes of one's own.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
struct RuntimeAPI: Sendable {
    /// Bytes of an answer that Lambda accepts: 6 MB.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
    static let mostBytes = 6 * 1_024 * 1_024

    private let base: String
    private let http: HTTPClient

    /// - Parameter address: host and port, as in `AWS_LAMBDA_RUNTIME_API`.
    init(address: String, http: HTTPClient) {
        base = "http://\(address)/2018-06-01/runtime"
        self.http = http
    }

    /// Waits for the next event, for as long as it takes: Lambda freezes the process meanwhile.
    func next() async throws -> Invocation {
        let response = try await http.execute(
            HTTPClientRequest(url: "\(base)/invocation/next"), deadline: .distantFuture)
        let body = try await response.body.collect(upTo: Self.mostBytes + 1_024)
        guard response.status == .ok, let id = response.headers.first(name: "Lambda-Runtime-Aws-Request-Id"),
            let deadline = response.headers.first(name: "Lambda-Runtime-Deadline-Ms").flatMap(Double.init)
        else { throw RuntimeError.unexpected(status: Int(response.status.code)) }
        return Invocation(
            id: id, deadline: Date(timeIntervalSince1970: deadline / 1_000),
            traceID: response.headers.first(name: "Lambda-Runtime-Trace-Id"), body: Array(body.readableBytesView))
    }

    func respond(to invocation: Invocation, with json: String) async throws {
        try await post("invocation/\(invocation.id)/response", json, errorType: nil)
    }

    func fail(_ invocation: Invocation, with error: FunctionError) async throws {
        try await post("invocation/\(invocation.id)/error", try error.json(), errorType: error.kind.rawValue)
    }

    /// The process can't serve any event.
    func failInit(with error: FunctionError) async throws {
        try await post("init/error", try error.json(), errorType: error.kind.rawValue)
    }

    private func post(_ path: String, _ json: String, errorType: String?) async throws {
        var request = HTTPClientRequest(url: "\(base)/\(path)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        if let errorType { request.headers.add(name: "Lambda-Runtime-Function-Error-Type", value: errorType) }
        request.body = .bytes(ByteBuffer(string: json))
        let response = try await http.execute(request, timeout: .seconds(30))
        // Read whole, so that the connection serves the next call.
        _ = try await response.body.collect(upTo: 1_024 * 1_024)
        guard response.status == .accepted else { throw RuntimeError.unexpected(status: Int(response.status.code)) }
    }
}

/// Lambda did not answer as documented.
enum RuntimeError: Error, CustomStringConvertible {
    case unexpected(status: Int)
    case noAddress

    var description: String {
        switch self {
        case .unexpected(let status): "Lambda's Runtime API answered with HTTP \(status)."
        case .noAddress:
            "AWS_LAMBDA_RUNTIME_API is not set: this program runs on AWS Lambda only. On a machine of your own, use "
                + "`relevo run`."
        }
    }
}
