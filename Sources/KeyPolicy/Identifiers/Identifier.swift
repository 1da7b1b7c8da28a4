/// A string that was checked once, where it came in, and is trusted from there on.
///
/// Conforming types refuse malformed text in `init(rawValue:)`; encoding and comparing follow the text.
package protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Codable, Sendable,
    CustomStringConvertible, CodingKeyRepresentable
{}

extension Identifier {
    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension StringProtocol {
    /// Whether the text is made of ASCII capitals and digits only, as AWS's and Slack's ids are.
    var isCapitalsAndDigits: Bool {
        utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
