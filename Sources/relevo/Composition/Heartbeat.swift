import AsyncHTTPClient
import FoundationEssentials
import KeyWatch
import NIOCore
import NIOHTTP1

/// Tells a dead man's switch that a run went well, so that something else notices when Relevo falls silent.
struct Heartbeat {
    /// May hold a secret in its path: never printed.
    let url: String
    let http: HTTPClient

    /// Posts the run's id and the ledger's root; a sentence when that did not work.
    func beat(_ report: RunReport) async -> String? {
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
