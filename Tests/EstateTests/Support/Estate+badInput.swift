import Foundation
import LocalSlack

/// What the rows of ``BadInputTests`` do to an estate, and how they read what it says.
extension Estate {
    /// From now on a call is answered so, in AWS's place.
    func answers(
        _ action: String, in account: String? = "222222222222", status: Int = 200, _ body: String
    ) async throws {
        try await proxy.post(
            "/proxy/rules",
            [
                "kind": "answer", "account": account.map { .string($0) } ?? .null, "action": .string(action),
                "status": .number(Double(status)), "body": .string(body),
            ])
    }

    /// From now on a call goes wrong, by one of the kinds that the proxy knows.
    func breaks(_ action: String, in account: String? = "222222222222", _ kind: String) async throws {
        try await proxy.post(
            "/proxy/rules",
            [
                "kind": .string(kind), "account": account.map { .string($0) } ?? .null, "action": .string(action),
            ])
    }

    /// From now on a method of Slack's is answered so.
    func slackAnswers(_ method: String, to target: String? = nil, _ fault: [String: JSONValue]) async throws {
        var fault = fault.merging(["method": .string(method), "times": 1_000]) { $1 }
        if let target { fault["channel"] = .string(target) }
        try await slack.post("/control/fault", .object(fault))
    }

    /// AWS and Slack as they were before a row.
    ///
    /// - Parameter slackState: what Slack held then.
    func repair(_ slackState: JSONValue) async throws {
        try await proxy.delete("/proxy/rules")
        try await slack.post("/control/state", slackState)
        let key = try await keyID(of: "ana")
        try await aws.post(
            "/estate/keys", ["accountId": "222222222222", "accessKeyId": .string(key), "status": "Active"])
    }

    /// Writes `.aws/config` and `.aws/credentials`.
    func profiles(_ config: String, credentials: String = "") throws {
        try folder.write(config, into: ".aws", "config")
        try folder.write(credentials, into: ".aws", "credentials")
    }

    /// A text without what differs from run to run: DIR is the folder, and so on.
    func shown(_ text: String) -> String {
        var text = text.replacing(folder.path, with: "DIR")
        text = text.replacing(#/127\.0\.0\.1:\d{2,5}/#, with: "127.0.0.1:PORT")
        text = text.replacing(#/request [A-Za-z0-9-]{8,}/#, with: "request ID")
        text = text.replacing(#/\d{8}t\d{6}z-[0-9A-Za-z]{6}/#, with: "RUN")
        text = text.replacing(#/AKIA…[0-9A-Z]{4}/#, with: "AKIA…KEY")
        text = text.replacing(#/T12:00:\d\dZ/#, with: "T12:00Z")
        text = text.replacing(#/\d{3,} hours/#, with: "MANY hours")
        // The command line's own usage has its own tests.
        text = text.replacing(#/\n(Usage|  See).*/#, with: "")
        return text.trimmingCharacters(in: .newlines)
    }
}

extension Folder {
    /// Writes into a folder of this one, and makes that if it isn't there.
    func write(_ text: String, into name: String, _ file: String) throws {
        try FileManager.default.createDirectory(atPath: self.file(name), withIntermediateDirectories: true)
        try write(text, to: "\(name)/\(file)")
    }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(filePath: file(name))) }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    }

    /// A file's bytes; nil if there is no such file.
    func bytesIfThere(_ name: String) -> Data? { try? bytes(name) }
}
