import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// How a history ended.
package struct Outcome: Sendable {
    /// A broken promise, or something else that must not happen.
    package struct Failure: Hashable, Sendable {
        /// The same for all failures of one kind, whatever their keys and days.
        package let kind: String
        package let text: String
        /// The step after which it was found, from 0; nil for the end.
        package let step: Int?
    }

    package let failures: [Failure]
    package let counts: HistoryCounts
    /// Equal for two runs with the same messages and changes.
    package let digest: UInt64
}

/// How often things happened, as evidence that histories are not empty.
package struct HistoryCounts: Hashable, Sendable {
    package private(set) var counts: [String: Int] = [:]

    package init() {}

    package subscript(_ what: String) -> Int { counts[what] ?? 0 }

    mutating func count(_ what: String, _ times: Int = 1) {
        if times > 0 { counts[what, default: 0] += times }
    }

    package mutating func add(_ other: HistoryCounts) { counts.merge(other.counts) { $0 + $1 } }

    package var text: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    }
}

/// One number for all messages and changes.
enum Digest {
    static func of(_ messages: [RecordedMessage], _ changes: [StatusChange]) -> UInt64 {
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        for message in messages {
            add(
                "\(message.id) \(message.recipient.text) \(message.trueAt.timeIntervalSince1970) \(message.payload.word)"
            )
            for line in message.payload.lines {
                add("\(line.action) \(line.deadline?.timeIntervalSince1970 ?? 0) \(line.isPossibleRepeat)")
            }
        }
        for change in changes {
            add("\(change.key) \(change.isActive) \(change.trueAt.timeIntervalSince1970) \(change.byRelevo)")
        }
        return hash
    }
}
