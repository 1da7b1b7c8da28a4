import AWS
import AsyncHTTPClient
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import LambdaFunction

/// The loop over real connections to a server that speaks as Lambda does.
@Suite(.timeLimit(.minutes(20)))
struct RuntimeLoopTests {
    /// Serves these events until there are no more, and returns what Lambda was told.
    private func reports(
        on events: [String], answeredWith status: String = "202 Accepted", endsWith sentence: String = noMore,
        serve: @escaping @Sendable (Invocation) async throws -> String
    ) async throws -> [LambdaStandIn.Request] {
        try await LambdaStandIn.run(events, reportsAnswer: status) { lambda, api in
            let loop = RuntimeLoop(api: api, logger: Self.logger, serve: serve)
            let error = await #expect(throws: RuntimeError.self) { try await loop.run() }
            #expect(error?.description == sentence)
            return lambda.requests.filter { $0.line != "GET /2018-06-01/runtime/invocation/next" }
        }
    }

    private static let run: RunID = Made.id("run-10001")
    private static let noMore = "Lambda's Runtime API answered with HTTP 500."
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func report(_ place: String, errorType: String? = nil, _ body: String) -> LambdaStandIn.Request {
        LambdaStandIn.Request(line: "POST /2018-06-01/runtime/\(place)", errorType: errorType, body: body)
    }

    @Test func `each event is answered under its own id, one after the other`() async throws {
        let events = [LambdaStandIn.event("e-1", #"{"plan":{}}"#), LambdaStandIn.event("e-2", "")]
        let reports = try await reports(on: events) { invocation in
            #"{"id":"\#(invocation.id)","bytes":\#(invocation.body.count)}"#
        }
        #expect(
            reports == [
                Self.report("invocation/e-1/response", #"{"id":"e-1","bytes":11}"#),
                Self.report("invocation/e-2/response", #"{"id":"e-2","bytes":0}"#),
            ])
    }

    @Test func `an event has its bytes, its deadline and its trace, which the environment shows too`() async throws {
        let seen = Seen()
        let event = LambdaStandIn.event("e-1", #"{"é":1}"#, trace: "Root=1-69b27b58-1;Sampled=0")
        _ = try await reports(on: [event]) { invocation in
            seen.add(invocation, trace: ProcessInfo.processInfo.environment["_X_AMZN_TRACE_ID"])
            return "{}"
        }
        let served = try #require(seen.last)
        #expect(served.invocation.body == Array(#"{"é":1}"#.utf8))
        #expect(served.invocation.deadline == Date(timeIntervalSince1970: 1_773_307_800.5))
        #expect(served.invocation.traceID == "Root=1-69b27b58-1;Sampled=0")
        #expect(served.trace == "Root=1-69b27b58-1;Sampled=0")
    }

    @Test func `an error is reported with its type and a sentence, and the next event is served`() async throws {
        let events = ["e-1", "e-2", "e-3"].map { LambdaStandIn.event($0, "{}") }
        let reports = try await reports(on: events) { invocation in
            switch invocation.id {
            case "e-1": throw InterventionRefusal.leaseLost(by: Self.run)
            case "e-2": throw FunctionError(.failed, #"Slack said "later"."#)
            default: return "[]"
            }
        }
        #expect(
            reports == [
                Self.report(
                    "invocation/e-1/error", errorType: "LeaseHeld",
                    #"{"errorMessage":"A run (run-10001) took over the ledger's lease in the middle of this. What was "#
                        + "recorded by then counts, and the next run finishes it; `relevo history` shows how far it "
                        + #"got.","errorType":"LeaseHeld"}"#),
                Self.report(
                    "invocation/e-2/error", errorType: "Failed",
                    #"{"errorMessage":"Slack said \"later\".","errorType":"Failed"}"#),
                Self.report("invocation/e-3/response", "[]"),
            ])
    }

    @Test func `an answer of 6 MB is sent, and a larger one is an error`() async throws {
        let events = ["e-1", "e-2"].map { LambdaStandIn.event($0, "{}") }
        let reports = try await reports(on: events) { invocation in
            String(repeating: "a", count: RuntimeAPI.mostBytes + (invocation.id == "e-1" ? 0 : 1_024 * 1_024))
        }
        #expect(reports.count == 2)
        #expect(reports.first?.line == "POST /2018-06-01/runtime/invocation/e-1/response")
        #expect(reports.first?.body.utf8.count == RuntimeAPI.mostBytes)
        #expect(
            reports.last
                == Self.report(
                    "invocation/e-2/error", errorType: "Refused",
                    #"{"errorMessage":"The answer has 7168 KB, and Lambda returns at most 6144 KB. Use the command "#
                        + #"line, with the same ledger.","errorType":"Refused"}"#))
    }

    @Test func `the loop ends when Lambda hands over no event, and reports nothing`() async throws {
        let none = try await reports(on: []) { _ in "{}" }
        #expect(none.isEmpty)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
        for header in ["", "Lambda-Runtime-Aws-Request-Id: e-1\r\n", "Lambda-Runtime-Deadline-Ms: 1773307800500\r\n"] {
            let reports = try await reports(
                on: ["\(head)\(header)\r\n{}"], endsWith: "Lambda's Runtime API answered with HTTP 200."
            ) { _ in "{}" }
            #expect(reports.isEmpty, "with \(header)")
        }
    }

    @Test func `the loop ends when Lambda doesn't accept an answer`() async throws {
        let reports = try await reports(
            on: [LambdaStandIn.event("e-1", "{}"), LambdaStandIn.event("e-2", "{}")],
            answeredWith: "413 Payload Too Large", endsWith: "Lambda's Runtime API answered with HTTP 413."
        ) { _ in "{}" }
        #expect(reports == [Self.report("invocation/e-1/response", "{}")])
    }

    @Test func `what keeps the process from serving any event is reported before the first one`() async throws {
        try await LambdaStandIn.run([]) { lambda, api in
            try await api.failInit(with: FunctionError(.refused, "The configuration is empty."))
            #expect(
                lambda.requests == [
                    Self.report(
                        "init/error", errorType: "Refused",
                        #"{"errorMessage":"The configuration is empty.","errorType":"Refused"}"#)
                ])
        }
    }

    @Test func `outside Lambda the program says where it runs`() {
        #expect(
            RuntimeError.noAddress.description
                == "AWS_LAMBDA_RUNTIME_API is not set: this program runs on AWS Lambda only. On a machine of your own, "
                + "use `relevo run`.")
    }
}

/// What was served.
private final class Seen: Sendable {
    struct Served: Sendable {
        let invocation: Invocation
        let trace: String?
    }

    private let kept = Mutex<[Served]>([])

    var last: Served? { kept.withLock { $0.last } }

    func add(_ invocation: Invocation, trace: String?) {
        kept.withLock { $0.append(Served(invocation: invocation, trace: trace)) }
    }
}

/// Stands in for Lambda's Runtime API on a free loopback port: hands out its events in order, and then answers 500.
private final class LambdaStandIn: Sendable {
    struct Request: Hashable, Sendable {
        /// Method and path.
        let line: String
        let errorType: String?
        let body: String
    }

    private struct State {
        var events: [String]
        var requests: [Request] = []
    }

    private let state: Mutex<State>
    private let status: String

    private init(_ events: [String], _ status: String) {
        state = Mutex(State(events: events))
        self.status = status
    }

    /// An event as Lambda hands it over.
    static func event(_ id: String, _ body: String, trace: String? = nil) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\n"
            + "Lambda-Runtime-Deadline-Ms: 1773307800500\r\n"
            + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:111111111111:function:relevo\r\n"
            + (trace.map { "Lambda-Runtime-Trace-Id: \($0)\r\n" } ?? "")
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Runs `body` while the server is up, with a client that reaches it.
    static func run<Value>(
        _ events: [String], reportsAnswer status: String = "202 Accepted",
        _ body: (LambdaStandIn, RuntimeAPI) async throws -> Value
    ) async throws -> Value {
        let lambda = LambdaStandIn(events, status)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(LambdaConnection(lambda))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = "127.0.0.1:\(channel.localAddress?.port ?? 0)"
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await HTTPClient.withHTTPClient(
                    configuration: AsyncHTTPSender.clientConfiguration(readTimeout: .seconds(60))
                ) { http in try await body(lambda, RuntimeAPI(address: address, http: http)) })
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }

    var requests: [Request] { state.withLock { $0.requests } }

    /// The whole response to a request.
    func answer(to request: Request) -> String {
        state.withLock { state in
            state.requests.append(request)
            guard request.line.hasPrefix("GET ") else { return "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n" }
            return state.events.isEmpty
                ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" : state.events.removeFirst()
        }
    }
}

/// One connection of a ``LambdaStandIn``.
private final class LambdaConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let lambda: LambdaStandIn
    private var received: [UInt8] = []

    init(_ lambda: LambdaStandIn) { self.lambda = lambda }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        while let request = takeRequest() {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: lambda.answer(to: request))), promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Removes the first complete request from the received bytes.
    private func takeRequest() -> LambdaStandIn.Request? {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        func header(_ name: String) -> String? {
            lines.first { $0.lowercased().hasPrefix("\(name):") }
                .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }
        let total = end.upperBound + (header("content-length").flatMap { Int($0) } ?? 0)
        guard received.count >= total else { return nil }
        let body = String(decoding: received[end.upperBound..<total], as: UTF8.self)
        received.removeFirst(total)
        return LambdaStandIn.Request(
            line: lines.first?.split(separator: " ").prefix(2).joined(separator: " ") ?? "",
            errorType: header("lambda-runtime-function-error-type"), body: body)
    }
}
