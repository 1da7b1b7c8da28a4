import AsyncHTTPClient
package import KeyWatch
import NIOCore
import NIOHTTP1

/// Reports a good run to a dead man's switch, which raises an alarm when Relevo stops running.
package struct Heartbeat: Sendable {
    /// May hold a secret in its path: never printed.
    let url: String
    let http: HTTPClient

    /// Posts the run's id and the ledger's root; returns a sentence when that failed.
    package func beat(_ report: RunReport) async -> String? {
        let root = report.summary.root ?? ""
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"run\":\"\(report.summary.run)\",\"root\":\"\(root)\"}"))
        do {
            let response = try await http.execute(request, timeout: .seconds(10))
            guard (200..<300).contains(response.status.code) else {
                return "The heartbeat address answered with HTTP \(response.status.code). Check `heartbeat-url`."
            }
            return nil
        } catch {
            return "The heartbeat address could not be reached. Check `heartbeat-url`."
        }
    }
}
