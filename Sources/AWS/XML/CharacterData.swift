/// The text of one element while it is read.
///
/// One plain run, the usual case, stays a range of the document; only references,
/// CDATA sections and carriage returns make it a copy.
struct CharacterData {
    private(set) var run: Range<Int>?
    private(set) var copy: [UInt8] = []
    private(set) var isBlank = true

    mutating func append(_ range: Range<Int>, of bytes: [UInt8], blank: Bool) {
        guard !range.isEmpty else { return }
        isBlank = isBlank && blank
        if run == nil, copy.isEmpty {
            run = range
        } else {
            settle(bytes)
            copy += bytes[range]
        }
    }

    mutating func append(_ scalar: Unicode.Scalar, of bytes: [UInt8]) {
        isBlank = false
        settle(bytes)
        copy += Array(String(Character(scalar)).utf8)
    }

    mutating func appendLineFeed(of bytes: [UInt8]) {
        settle(bytes)
        copy.append(0x0A)
    }

    private mutating func settle(_ bytes: [UInt8]) {
        if let run { copy += bytes[run] }
        run = nil
    }
}
