import Synchronization

/// The secrets that this process uses, for redaction in every response.
///
/// A server or a proxy may repeat what it received. All clients share one list, so that none of them shows a secret
/// that another one sent. Printed or dumped, the list shows no secret.
package final class SecretsInUse: Sendable {
    private let values: Mutex<Set<String>>

    package init(_ secrets: [String] = []) {
        values = Mutex(Set(secrets))
    }

    package func add(_ secrets: [String]) {
        values.withLock { $0.formUnion(secrets) }
    }

    /// The text with `[redacted]` in place of every secret in use.
    ///
    /// - Parameters:
    ///   - text: without invisible characters, which could hide a secret from the search.
    ///   - more: secrets of one call only, such as its signature.
    package func redacted(_ text: String, also more: [String] = []) -> String {
        SecretSearch(values.withLock { $0.union(more) }).redacted(text)
    }
}

extension SecretsInUse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretsInUse(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Redacts secrets in text and bytes: as sent, percent-encoded, split over lines, and truncated.
package struct SecretSearch {
    /// The length of the shortest secret that is redacted; shorter values occur in ordinary text.
    package static let shortest = 4
    /// The length from which a truncated secret is found.
    private static let shortestPrefix = 12
    private static let mark = Array("[redacted]".utf8)

    /// The byte sequences to find, by their first byte, so that most positions are skipped at once.
    private let patterns: [UInt8: [[UInt8]]]

    package init(_ secrets: some Sequence<String>) {
        var spellings: Set<[UInt8]> = []
        for secret in secrets where secret.utf8.count >= Self.shortest {
            let bytes = secret.utf8.filter { !Self.isSpace($0) }
            spellings.insert(bytes)
            spellings.insert(Self.percentEncoded(bytes))
        }
        patterns = Dictionary(grouping: spellings.filter { !$0.isEmpty }) { $0[0] }
    }

    package func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let cleaned = redacted(bytes)
        return cleaned == bytes ? text : String(decoding: cleaned, as: UTF8.self)
    }

    package func redacted(_ bytes: [UInt8]) -> [UInt8] {
        guard !patterns.isEmpty else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let end = patterns[bytes[index]].flatMap({ furthestEnd(of: $0, in: bytes, from: index) }) {
                out += Self.mark
                index = end
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    /// The end of the longest secret that begins at `start`; nil if none does.
    private func furthestEnd(of patterns: [[UInt8]], in bytes: [UInt8], from start: Int) -> Int? {
        patterns.compactMap { end(of: $0, in: bytes, from: start) }.max()
    }

    private func end(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var matched = 0
        var index = start
        var end = start
        while matched < pattern.count, index < bytes.count {
            if bytes[index] == pattern[matched] {
                matched += 1
                index += 1
                end = index
            } else if Self.isSpace(bytes[index]) {
                index += 1
            } else {
                break
            }
        }
        return matched >= min(pattern.count, Self.shortestPrefix) ? end : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// As in a form body; unreserved characters stay.
    private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
