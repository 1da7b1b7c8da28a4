/// Takes big-endian numbers off a bounded run of bytes; nil at the end, never beyond it.
struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func takeByte() -> UInt8? { take(1)?.first }

    mutating func takeCount() -> Int? { takeSigned(4).flatMap { $0 >= 0 ? Int($0) : nil } }

    /// A two's complement number of four or eight bytes.
    mutating func takeSigned(_ width: Int) -> Int64? {
        guard let taken = take(width) else { return nil }
        let number = taken.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
        return width == 4 ? Int64(Int32(truncatingIfNeeded: number)) : Int64(bitPattern: number)
    }
}
