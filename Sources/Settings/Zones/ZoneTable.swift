import FoundationEssentials
import KeyPolicy

/// The transitions of a TZif block.
/// https://www.rfc-editor.org/rfc/rfc8536#section-3.2
struct ZoneTable {
    private struct Kind {
        let offset: Int
        let abbreviation: String
    }

    private let times: [Int64]
    private let indices: [Int]
    private let kinds: [Kind]

    init?(_ reader: inout ByteReader, header: ZoneHeader, timeWidth: Int) {
        guard header.typeCount > 0, header.characterCount > 0, header.leapCount == 0,
            let block = reader.take(header.length(timeWidth: timeWidth))
        else { return nil }
        var inside = ByteReader(block)
        times = (0..<header.timeCount).compactMap { _ in inside.takeSigned(timeWidth) }
        indices = (0..<header.timeCount).compactMap { _ in inside.takeByte().map(Int.init) }
        let raw = (0..<header.typeCount).compactMap { _ in inside.take(6) }
        guard let names = inside.take(header.characterCount) else { return nil }
        kinds = raw.compactMap { Self.kind($0, names: names) }
        guard kinds.count == header.typeCount, indices.allSatisfy({ $0 < header.typeCount }),
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }),
            // So that a Double holds every time exactly; some writers begin with the Big Bang, at -2^59.
            times.allSatisfy({ $0 < 1 << 53 }), times.dropFirst().allSatisfy({ $0 > -(1 << 53) })
        else { return nil }
    }

    /// Whether the rule's offsets include the last one of the table.
    func agrees(with rule: ZoneRule) -> Bool {
        guard let last = indices.last ?? (kinds.isEmpty ? nil : 0) else { return false }
        return rule.offsets.contains(kinds[last].offset)
    }

    /// The table with the rule's transitions added after its own.
    func zone(named name: String, rule: ZoneRule?) -> Zone {
        var transitions = zip(times, indices).map { transition(at: $0, kinds[$1]) }
        if let rule {
            let end = times.last ?? 0
            transitions += rule.transitions(after: end, through: ZoneFile.lastYear).map {
                Zone.Transition(
                    at: Date(timeIntervalSince1970: Double($0.at)), offset: $0.offset, abbreviation: $0.abbreviation)
            }
        }
        return Zone(name: name, first: transition(at: 0, kinds[0]), transitions: transitions)
    }

    private func transition(at time: Int64, _ kind: Kind) -> Zone.Transition {
        Zone.Transition(
            at: Date(timeIntervalSince1970: Double(time)), offset: kind.offset, abbreviation: kind.abbreviation)
    }

    /// Offset, daylight flag, and where in `names` the abbreviation begins; it ends at a zero byte.
    private static func kind(_ bytes: ArraySlice<UInt8>, names: ArraySlice<UInt8>) -> Kind? {
        var reader = ByteReader(bytes)
        guard let offset = reader.takeSigned(4), (-89_999...93_599).contains(offset), let daylight = reader.takeByte(),
            daylight <= 1, let start = reader.takeByte().map(Int.init), start < names.count
        else { return nil }
        let tail = names.dropFirst(start)
        guard let end = tail.firstIndex(of: 0), let text = String(validating: tail[..<end], as: UTF8.self),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return Kind(offset: Int(offset), abbreviation: text)
    }
}

/// Reads big-endian numbers from bytes; returns nil at the end and never reads beyond it.
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
