package import KeyPolicy

/// Makes a zone from the bytes of a TZif file, as systems keep them under `/usr/share/zoneinfo`.
/// https://www.rfc-editor.org/rfc/rfc8536
package enum ZoneFile {
    /// The last year for which transitions are calculated; no deactivation is planned that far ahead.
    package static let lastYear = 2100
    /// Real files are below 4 KB.
    package static let maxBytes = 100_000

    /// Reads versions 1 to 4 strictly, without leap seconds.
    ///
    /// - Throws: ``SettingsError/zoneFile(zone:why:)``.
    package static func zone(named name: String, bytes: [UInt8]) throws(SettingsError) -> Zone {
        func refuse(_ why: String) -> SettingsError { .zoneFile(zone: name, why: why) }
        guard bytes.count <= maxBytes else { throw refuse("it is larger than \(maxBytes) bytes") }
        var reader = ByteReader(bytes[...])
        guard let header = ZoneHeader(&reader) else { throw refuse("it is not a TZif file") }
        if header.version == 1 {
            guard let table = ZoneTable(&reader, header: header, timeWidth: 4) else {
                throw refuse("its table is damaged or cut off")
            }
            return table.zone(named: name, rule: nil)
        }

        // The first block, with 32-bit times, is for older readers.
        guard reader.take(header.length(timeWidth: 4)) != nil, let second = ZoneHeader(&reader),
            let table = ZoneTable(&reader, header: second, timeWidth: 8)
        else { throw refuse("its table is damaged, cut off, or counts leap seconds") }
        guard let footer = footer(&reader) else { throw refuse("its last line is damaged") }
        guard !footer.isEmpty else { return table.zone(named: name, rule: nil) }
        guard let rule = ZoneRule(footer) else { throw refuse("the rule in its last line can't be read") }
        guard table.agrees(with: rule) else { throw refuse("its table and the rule in its last line disagree") }
        return table.zone(named: name, rule: rule)
    }

    /// The text between the last two line feeds.
    private static func footer(_ reader: inout ByteReader) -> String? {
        guard reader.takeByte() == 0x0A else { return nil }
        var text: [UInt8] = []
        while let byte = reader.takeByte() {
            if byte == 0x0A { return reader.isAtEnd ? String(validating: text, as: UTF8.self) : nil }
            guard (0x20...0x7E).contains(byte), text.count < 200 else { return nil }
            text.append(byte)
        }
        return nil
    }
}

/// The header of a TZif block: the number of entries that follow.
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
            // Limits that keep the sums below small; real files have a few hundred transitions.
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
