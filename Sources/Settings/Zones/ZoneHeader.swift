/// The header of a TZif block: how much of everything follows.
/// https://www.rfc-editor.org/rfc/rfc8536#section-3.1
struct ZoneHeader {
    let version: Int
    let universalCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let characterCount: Int

    init?(_ reader: inout ByteReader) {
        guard let magic = reader.take(4), magic.elementsEqual("TZif".utf8), let mark = reader.takeByte(),
            reader.take(15) != nil
        else { return nil }
        switch mark {
        case 0: version = 1
        case 0x32...0x34: version = Int(mark - 0x30)
        default: return nil
        }
        guard let universal = reader.takeCount(), let standard = reader.takeCount(), let leap = reader.takeCount(),
            let time = reader.takeCount(), let type = reader.takeCount(), let character = reader.takeCount(),
            // Bounds that keep every sum below small; real files hold a few hundred transitions.
            time <= 10_000, leap <= 1_000, type <= 256, character <= 2_048, universal <= type, standard <= type
        else { return nil }
        (universalCount, standardCount, leapCount) = (universal, standard, leap)
        (timeCount, typeCount, characterCount) = (time, type, character)
    }

    /// Bytes of the block that follows.
    func length(timeWidth: Int) -> Int {
        timeCount * (timeWidth + 1) + typeCount * 6 + characterCount + leapCount * (timeWidth + 4) + standardCount
            + universalCount
    }
}
