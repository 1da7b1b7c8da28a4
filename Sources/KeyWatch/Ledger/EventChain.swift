import Crypto
package import FoundationEssentials
package import KeyPolicy

/// The rule of the hash chain: each hash covers its event and the hash before it, so that changing, adding or removing
/// an event in the middle changes every later hash.
package enum EventChain {
    /// The previous hash of a stream's first event.
    package static let origin = String(repeating: "0", count: 64)

    /// SHA-256 (FIPS 180-4) in lower-case hex over the fields, each on its own line; only the body, which comes last,
    /// can contain a line break.
    package static func hash(
        previous: String, stream: StreamID, sequence: Int, at: Date, run: String, user: String?, key: String?,
        kind: String, body: String
    ) -> String {
        let lines = [
            previous, stream.text, "\(sequence)", milliseconds(at), run, user ?? "-", key ?? "-", kind, body,
        ]
        return hex(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
    }

    /// One hash over all heads, printed in summaries so that it is kept outside of the ledger too.
    package static func root(of heads: some Sequence<StreamHead>) -> String {
        let lines = heads.sorted { $0.stream < $1.stream }.map { "\($0.stream.text) \($0.sequence) \($0.hash)" }
        return hex(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
    }

    /// Milliseconds since 1970, the precision in which ledgers store instants.
    package static func milliseconds(_ instant: Date) -> String {
        "\(Int64(min(max((instant.timeIntervalSince1970 * 1_000).rounded(), -9e15), 9e15)))"
    }

    /// Nil when `event` follows `previous` and its own hash is right; otherwise a sentence about the fault.
    package static func fault(in event: LedgerEvent, after previous: StreamHead?) -> String? {
        let place = "event \(event.sequence) of \(event.stream.text)"
        guard event.sequence == (previous?.sequence ?? 0) + 1 else {
            return "\(place) follows event \(previous?.sequence ?? 0): events are missing between them."
        }
        guard event.previousHash == previous?.hash ?? origin else {
            return "\(place) does not continue the chain: an event before it was changed or replaced."
        }
        let expected = hash(
            previous: event.previousHash, stream: event.stream, sequence: event.sequence, at: event.at,
            run: event.run.rawValue, user: event.user?.rawValue, key: event.key?.rawValue, kind: event.kind,
            body: event.bodyText)
        return event.hash == expected ? nil : "\(place) was changed after it was written."
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }
}

/// The last event of a stream, so that a truncated stream can be noticed.
package struct StreamHead: Hashable, Sendable {
    package let stream: StreamID
    /// 1 for a stream's first event.
    package let sequence: Int
    package let hash: String

    package init(stream: StreamID, sequence: Int, hash: String) {
        self.stream = stream
        self.sequence = sequence
        self.hash = hash
    }
}

extension StreamHead: Codable {
    private enum CodingKeys: String, CodingKey { case stream, sequence, hash }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .stream)
        guard let stream = StreamID(text: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .stream, in: container, debugDescription: "not a stream: \(text)")
        }
        self.init(
            stream: stream, sequence: try container.decode(Int.self, forKey: .sequence),
            hash: try container.decode(String.self, forKey: .hash))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(stream.text, forKey: .stream)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(hash, forKey: .hash)
    }
}

/// One hash chain of the ledger: an account's, the runs', or the inbox.
package enum StreamID: Hashable, Sendable, Comparable {
    case account(AccountID)
    case runs
    /// Requests of people, and what follows directly from them; written without the lease.
    case inbox

    /// As it is stored: `account/111111111111`, `runs` or `inbox`.
    package var text: String {
        switch self {
        case .account(let id): "account/\(id)"
        case .runs: "runs"
        case .inbox: "inbox"
        }
    }

    package init?(text: String) {
        if text == "runs" {
            self = .runs
        } else if text == "inbox" {
            self = .inbox
        } else if text.hasPrefix("account/"), let id = AccountID(rawValue: String(text.dropFirst("account/".count))) {
            self = .account(id)
        } else {
            return nil
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
