/// Damages inputs as broken networks, bad proxies and people do, the same way for the same seed.
struct Mutation {
    private var state: UInt64
    private let words: [[UInt8]]
    private let others: [[UInt8]]

    init(seed: UInt64, words: [String], others: [[UInt8]]) {
        state = seed
        self.words = words.map { Array($0.utf8) }
        self.others = others
    }

    /// One of the corpus's files with one to five things wrong.
    mutating func next() -> [UInt8] {
        var bytes = others[below(others.count)]
        for _ in 0...below(5) { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let at = below(bytes.count + 1)
        let end = at + below(min(64, bytes.count - at + 1))
        switch below(9) {
        case 0 where at < bytes.count: bytes[at] = UInt8(below(256))
        case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
        case 2: bytes.removeSubrange(at..<end)
        case 3: bytes.removeSubrange(at...)
        case 4: bytes.insert(contentsOf: bytes[at..<end], at: below(bytes.count + 1))
        case 5: bytes.insert(contentsOf: others[below(others.count)].suffix(below(200)), at: at)
        case 6: bytes.replaceSubrange(at..<end, with: words[below(words.count)])
        default: bytes.insert(contentsOf: words[below(words.count)], at: at)
        }
    }

    /// SplitMix64, good enough and the same everywhere.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
