import Synchronization

/// The secrets that this process uses, searched for in whatever an answer says before anyone reads it.
///
/// A server, or a proxy in its place, may repeat what it was sent. One list serves every client, so that what one of them
/// sent is not shown by another. It holds the secrets and shows none: neither printed, nor dumped.
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
    ///   - text: cleaned already: characters that nobody sees, in the middle of a secret, would hide it here.
    ///   - more: secrets of one call alone, such as its signature.
    package func redacted(_ text: String, also more: [String] = []) -> String {
        SecretSearch(values.withLock { $0.union(more) }).redacted(text)
    }
}

extension SecretsInUse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretsInUse(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Finds secrets in text and bytes as they were sent, percent-encoded, broken over lines, and cut off at their end.
package struct SecretSearch {
    /// Shorter values are words that stand everywhere, and replacing them would only show where they were.
    package static let shortest = 4
    /// A secret that is cut off is found from so many bytes on.
    private static let beginning = 12
    private static let mark = Array("[redacted]".utf8)

    /// By their first byte, so that most places in a text are passed at once.
    private let needles: [UInt8: [[UInt8]]]

    package init(_ secrets: some Sequence<String>) {
        var spellings: Set<[UInt8]> = []
        for secret in secrets where secret.utf8.count >= Self.shortest {
            let bytes = secret.utf8.filter { !Self.isSpace($0) }
            spellings.insert(bytes)
            spellings.insert(Self.percentEncoded(bytes))
        }
        needles = Dictionary(grouping: spellings.filter { !$0.isEmpty }) { $0[0] }
    }

    package func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let cleaned = redacted(bytes)
        return cleaned == bytes ? text : String(decoding: cleaned, as: UTF8.self)
    }

    package func redacted(_ bytes: [UInt8]) -> [UInt8] {
        guard !needles.isEmpty else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let end = needles[bytes[index]].flatMap({ furthest(of: $0, in: bytes, from: index) }) {
                out += Self.mark
                index = end
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    /// Where the longest of the secrets that begin here ends; nil when none does.
    private func furthest(of needles: [[UInt8]], in bytes: [UInt8], from start: Int) -> Int? {
        needles.compactMap { end(of: $0, in: bytes, from: start) }.max()
    }

    private func end(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var matched = 0
        var index = start
        var end = start
        while matched < needle.count, index < bytes.count {
            if bytes[index] == needle[matched] {
                matched += 1
                index += 1
                end = index
            } else if Self.isSpace(bytes[index]) {
                index += 1
            } else {
                break
            }
        }
        return matched >= min(needle.count, Self.beginning) ? end : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// As a form sends it; what is unreserved in a URL stays.
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
