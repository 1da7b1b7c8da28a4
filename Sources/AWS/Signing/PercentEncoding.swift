/// Percent-encoding as AWS requires it (RFC 3986's unreserved characters stay).
enum PercentEncoding {
    /// For query strings: everything but letters, digits and `-._~`; a space is `%20`.
    static func query(_ text: String) -> String { encode(text.utf8, keeping: []) }

    /// For form bodies: as ``query(_:)``, but a space is `+`, which every form decoder reads the same.
    static func form(_ text: String) -> String { encode(text.utf8, keeping: [], spaceAsPlus: true) }

    /// For paths: slashes stay too.
    static func path(_ bytes: [UInt8]) -> String { encode(bytes, keeping: [UInt8(ascii: "/")]) }

    private static func encode(
        _ bytes: some Sequence<UInt8>, keeping extra: [UInt8], spaceAsPlus: Bool = false
    ) -> String {
        var out: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            case _ where extra.contains(byte): out.append(byte)
            case UInt8(ascii: " ") where spaceAsPlus: out.append(UInt8(ascii: "+"))
            default: out += [UInt8(ascii: "%"), Hex.upper[Int(byte >> 4)], Hex.upper[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Hexadecimal digits and numbers.
enum Hex {
    static let upper = Array("0123456789ABCDEF".utf8)
    static let lower = Array("0123456789abcdef".utf8)

    static func lowercase(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes { out += [lower[Int(byte >> 4)], lower[Int(byte & 15)]] }
        return String(decoding: out, as: UTF8.self)
    }
}
