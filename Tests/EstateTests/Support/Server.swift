import AsyncHTTPClient
import Foundation
import LocalSlack
import NIOCore
import NIOHTTP1
import Testing

/// One of the local servers: a child process that writes its port once it listens, and answers JSON.
struct Server: Sendable {
    let url: String
    private let process: ChildProcess

    /// Runs `body` with a server, and ends it whatever happens.
    static func with(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: Folder,
        name: String, _ body: (Server) async throws -> Void
    ) async throws {
        let portFile = "\(name).port"
        let process = try ChildProcess(
            program, arguments + ["--port", "0", "--port-file", folder.file(portFile)],
            environment: Programs.environment.merging(environment) { $1 }, in: folder, name: name)
        do {
            try await wait(for: "\(name) to listen") {
                guard process.isRunning else { throw ServerEnded(name: name, why: try folder.text("\(name).err")) }
                return folder.exists(portFile)
            }
            let port = try folder.text(portFile).filter(\.isNumber)
            try await body(Server(url: "http://127.0.0.1:\(port)", process: process))
        } catch {
            try await process.kill()
            throw error
        }
        try await process.kill()
    }

    @discardableResult
    func get(_ path: String) async throws -> JSONValue { try await ask(.GET, path, nil) }

    @discardableResult
    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue { try await ask(.POST, path, body) }

    @discardableResult
    func delete(_ path: String) async throws -> JSONValue { try await ask(.DELETE, path, nil) }

    /// The bytes of an answer, whatever they are.
    func text(_ path: String) async throws -> String {
        let answer = try await HTTPClient.shared.execute(HTTPClientRequest(url: url + path), timeout: .seconds(60))
        return String(buffer: try await answer.body.collect(upTo: 64 << 20))
    }

    private func ask(_ method: HTTPMethod, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(try JSONEncoder().encode(body))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await answer.body.collect(upTo: 64 << 20)
        guard answer.status == .ok else {
            throw ServerRefused(what: "\(method) \(path)", answer: String(buffer: bytes))
        }
        return try JSONDecoder().decode(JSONValue.self, from: Data(bytes.readableBytesView))
    }
}

struct ServerEnded: Error, CustomStringConvertible {
    let name: String
    let why: String

    var description: String {
        "\(name) ended before it listened: \(why). `make bootstrap` installs what the local AWS needs."
    }
}

struct ServerRefused: Error, CustomStringConvertible {
    let what: String
    let answer: String

    var description: String { "\(what) was refused: \(answer)" }
}
