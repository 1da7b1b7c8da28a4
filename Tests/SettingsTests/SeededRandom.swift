/// The same numbers in every test run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The bytes with one to four of them changed, dropped, doubled, or everything after them cut off.
    mutating func mangled(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<8, using: &self) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(bytes[index], at: index)
            case 2: bytes.removeLast(bytes.count - index)
            case 3: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 4: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &self))
            default: bytes[index] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return bytes
    }
}
