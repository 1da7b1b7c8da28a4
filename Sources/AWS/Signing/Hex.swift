/// Hexadecimal digits and what is written with them.
enum Hex {
    static let upper = Array("0123456789ABCDEF".utf8)
    static let lower = Array("0123456789abcdef".utf8)

    static func lowercase(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes { out += [lower[Int(byte >> 4)], lower[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }
}
