import Foundation

/// A home with AWS files, made by rule, and what is asked of it.
struct AWSFilesCase: Sendable, CustomStringConvertible {
    /// What makes it special, for failures.
    var traits: [String] = []
    var config: [UInt8] = []
    var credentials: [UInt8] = []
    /// The same without the sections in which something is wrong that nobody asked for.
    var wholeConfig: [UInt8] = []
    var wholeCredentials: [UInt8] = []
    var environment: [String: String] = [:]

    var description: String {
        func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }
        return "\(traits)\n  config \(shown(config))\n  credentials \(shown(credentials))\n  \(environment)"
    }

    /// Puts the files into a home.
    func put(into home: String, whole: Bool) throws {
        try FileManager.default.createDirectory(atPath: "\(home)/.aws", withIntermediateDirectories: true)
        for (name, bytes) in [
            ("config", whole ? wholeConfig : config), ("credentials", whole ? wholeCredentials : credentials),
        ] where !bytes.isEmpty {
            try Data(bytes).write(to: URL(filePath: "\(home)/.aws/\(name)"))
        }
    }
}

/// The same numbers for the same seed (SplitMix64).
struct CaseRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &self)] }
}
