package import FoundationEssentials
package import KeyPolicy
import Synchronization

/// An event as the ledger keeps it: a fact with its place in a hash chain.
package struct LedgerEvent: Hashable, Sendable {
    package let stream: StreamID
    package let sequence: Int
    package let at: Date
    package let run: RunID
    package let user: UserID?
    package let key: AccessKeyID?
    package let kind: String
    /// The body exactly as stored; it is what the hash covers.
    package let bodyText: String
    package let previousHash: String
    package let hash: String
    private let decoded = DecodedBody()

    package init(
        stream: StreamID, sequence: Int, at: Date, run: RunID, user: UserID?, key: AccessKeyID?, kind: String,
        bodyText: String, previousHash: String, hash: String
    ) {
        self.stream = stream
        self.sequence = sequence
        self.at = at
        self.run = run
        self.user = user
        self.key = key
        self.kind = kind
        self.bodyText = bodyText
        self.previousHash = previousHash
        self.hash = hash
    }

    /// Places `fact` after `head` (nil for a stream's first event).
    package init(_ fact: NewEvent, run: RunID, after head: StreamHead?) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { try BodyInstant.encode($0, to: $1) }
        let text = String(decoding: try encoder.encode(fact.body), as: UTF8.self)
        let (sequence, isOver) = (head?.sequence ?? 0).addingReportingOverflow(1)
        guard !isOver else {
            throw LedgerError.damaged(place: fact.stream.text, why: "its last event has a number that can't be")
        }
        let previous = head?.hash ?? EventChain.origin
        self.init(
            stream: fact.stream, sequence: sequence, at: fact.at, run: run, user: fact.user, key: fact.key,
            kind: fact.body.kind, bodyText: text, previousHash: previous,
            hash: EventChain.hash(
                previous: previous, stream: fact.stream, sequence: sequence, at: fact.at, run: run.rawValue,
                user: fact.user?.rawValue, key: fact.key?.rawValue, kind: fact.body.kind, body: text))
    }

    package var head: StreamHead { StreamHead(stream: stream, sequence: sequence, hash: hash) }

    /// The body, or nil when a newer Relevo wrote something this one has no word for. Decoded from the text when first asked.
    package var body: EventBody? { decoded.body(bodyText) }

    /// What the body's text decodes to, once for all copies of an event. It is no part of what the event is.
    private final class DecodedBody: Hashable, Sendable {
        private let kept = Mutex<EventBody??>(nil)

        func body(_ text: String) -> EventBody? {
            kept.withLock { kept in
                if let kept { return kept }
                let decoder = JSONDecoder()
                decoder.dateDecodingStrategy = .custom { try BodyInstant.decode($0) }
                let body = try? decoder.decode(EventBody.self, from: Data(text.utf8))
                kept = .some(body)
                return body
            }
        }

        static func == (one: DecodedBody, other: DecodedBody) -> Bool { true }
        func hash(into hasher: inout Hasher) {}
    }
}
