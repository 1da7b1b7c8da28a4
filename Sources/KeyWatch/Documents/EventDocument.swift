import FoundationEssentials
import KeyPolicy

/// One event of the ledger as JSON; its body is as stored.
package struct EventDocument {
    private let event: LedgerEvent

    package init(_ event: LedgerEvent) { self.event = event }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let head = String(decoding: try encoder.encode(Head(event)), as: UTF8.self)
        return "{\"body\":\(event.bodyText),\(head.dropFirst())"
    }

    private struct Head: Encodable {
        let stream: String
        let sequence: Int
        let at: String
        let runId: String
        let userId: String?
        let accessKeyId: String?
        let kind: String
        let previousHash: String
        let hash: String

        init(_ event: LedgerEvent) {
            stream = event.stream.text
            sequence = event.sequence
            at = event.at.isoInstant
            runId = event.run.rawValue
            userId = event.user?.rawValue
            accessKeyId = event.key?.rawValue
            kind = event.kind
            previousHash = event.previousHash
            hash = event.hash
        }
    }
}
