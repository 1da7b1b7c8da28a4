import Foundation
import LocalSlack
import Testing

/// How a program ended, and all that it said.
struct Ended: Sendable {
    let status: Int32
    let output: String
    /// Its standard error.
    let complaints: String

    /// Standard output as JSON.
    func json(_ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
        } catch {
            Issue.record("status \(status), no JSON in “\(output)”; it said “\(complaints)”", sourceLocation: location)
            throw error
        }
    }
}

/// Checks a status; what the program said is in the failure.
func expect(
    _ ended: Ended, endedWith status: Int32, _ location: SourceLocation = #_sourceLocation
) {
    #expect(
        ended.status == status, "it said “\(ended.complaints)” and printed “\(ended.output.prefix(2_000))”",
        sourceLocation: location)
}
