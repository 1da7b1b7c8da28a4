package import FoundationEssentials
package import KeyPolicy
import Synchronization

/// An event as the ledger keeps it: with its place in a hash chain.
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
            throw LedgerError.damaged(place: fact.stream.text, why: "its last event has an impossible number")
        }
        let previous = head?.hash ?? EventChain.origin
        self.init(
            stream: fact.stream, sequence: sequence, at: fact.at, run: run, user: fact.user, key: fact.key,
            kind: fact.body.kind.name, bodyText: text, previousHash: previous,
            hash: EventChain.hash(
                previous: previous, stream: fact.stream, sequence: sequence, at: fact.at, run: run.rawValue,
                user: fact.user?.rawValue, key: fact.key?.rawValue, kind: fact.body.kind.name, body: text))
    }

    package var head: StreamHead { StreamHead(stream: stream, sequence: sequence, hash: hash) }

    /// The body, or nil when a newer Relevo wrote something that this one doesn't know. Decoded from the text on first
    /// use.
    package var body: EventBody? { decoded.body(bodyText) }

    /// The decoded body, once for all copies of an event. It is not part of an event's identity.
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

/// An event to record, before the ledger gives it its place in a chain.
package struct NewEvent: Hashable, Sendable {
    package let stream: StreamID
    /// On the policy clock.
    package let at: Date
    package let user: UserID?
    package let key: AccessKeyID?
    package let body: EventBody

    package init(stream: StreamID, at: Date, user: UserID?, key: AccessKeyID?, body: EventBody) {
        self.stream = stream
        self.at = at
        self.user = user
        self.key = key
        self.body = body
    }

    /// The event and its key, if it is about one.
    package var keyEvent: (KeyAddress, KeyEvent)? {
        guard case .account(let account) = stream, let user, let key, case .key(let event) = body else { return nil }
        return (KeyAddress(account: account, user: user, key: key), event)
    }

    package static func about(_ address: KeyAddress, _ event: KeyEvent, at: Date) -> NewEvent {
        NewEvent(
            stream: .account(address.account), at: at, user: address.user, key: address.key, body: .key(event: event))
    }

    package static func about(_ account: AccountID, _ event: AccountEvent, at: Date) -> NewEvent {
        NewEvent(stream: .account(account), at: at, user: nil, key: nil, body: .account(event: event))
    }

    package static func exemptionSeen(
        _ sight: Exemption.Sight, in account: AccountID, user: UserID, at: Date
    ) -> NewEvent {
        NewEvent(
            stream: .account(account), at: at, user: user, key: nil, body: .exemption(event: .seen(sight: sight)))
    }

    /// Granted or ended by command.
    package static func exemption(_ event: ExemptionEvent, user: UserID, at: Date) -> NewEvent {
        NewEvent(stream: .inbox, at: at, user: user, key: nil, body: .exemption(event: event))
    }

    package static func stop(_ event: StopEvent, at: Date) -> NewEvent {
        NewEvent(stream: .inbox, at: at, user: nil, key: nil, body: .stop(event: event))
    }

    /// A message queued or settled without the lease.
    package static func posted(_ event: OutboxEvent, at: Date) -> NewEvent {
        NewEvent(stream: .inbox, at: at, user: nil, key: nil, body: .outbox(event: event))
    }

    package static func outbox(_ event: OutboxEvent, at: Date) -> NewEvent {
        NewEvent(stream: .runs, at: at, user: nil, key: nil, body: .outbox(event: event))
    }

    package static func run(_ event: RunEvent, at: Date) -> NewEvent {
        NewEvent(stream: .runs, at: at, user: nil, key: nil, body: .run(event: event))
    }
}

/// Instants inside event bodies: ISO 8601 in UTC with milliseconds, so that no deadline is read back earlier than it
/// was written.
enum BodyInstant {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func encode(_ instant: Date, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        // Rounded first: formatting alone truncates, which would make a deadline earlier.
        let milliseconds = (instant.timeIntervalSince1970 * 1_000).rounded()
        try container.encode(Date(timeIntervalSince1970: milliseconds / 1_000 + 0.000_1).formatted(style))
    }

    static func decode(_ decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = try? style.parse(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant: \(text)")
        }
        return Date(timeIntervalSince1970: (instant.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }
}
