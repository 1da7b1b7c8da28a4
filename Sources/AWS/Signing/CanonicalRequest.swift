import Crypto
import NIOHTTP1

/// The canonical form of a request, which is what gets signed.
struct CanonicalRequest {
    let text: String
    let signedHeaders: String

    /// Headers that proxies and HTTP clients may change in transit.
    private static let unsigned: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    init(_ request: SignableRequest, headers: HTTPHeaders) {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            guard !Self.unsigned.contains(name) else { continue }
            values[name, default: []].append(Self.squeezed(value))
        }
        let names = values.keys.sorted(by: Self.precedes)
        signedHeaders = names.joined(separator: ";")
        let lines = names.map { "\($0):\((values[$0] ?? []).joined(separator: ","))" }
        let payload =
            headers.first(name: "X-Amz-Content-SHA256") ?? Hex.lowercase(SHA256.hash(data: request.body))
        text = [
            request.method.uppercased(), Self.path(request.path), Self.query(request.query),
            lines.joined(separator: "\n") + "\n", signedHeaders, payload,
        ].joined(separator: "\n")
    }

    /// The path with dot segments resolved, slashes joined, and the result encoded once more:
    /// AWS decodes paths before it signs them, except for S3 (which this module doesn't call).
    static func path(_ path: String) -> String {
        // Bytes, not characters: a slash and the accent after it are one character to Swift.
        let slash = UInt8(ascii: "/")
        let bytes = Array(path.utf8)
        guard let first = bytes.first, let last = bytes.last else { return "/" }
        var segments: [ArraySlice<UInt8>] = []
        for segment in bytes.split(separator: slash) where !segment.elementsEqual(".".utf8) {
            if segment.elementsEqual("..".utf8) { _ = segments.popLast() } else { segments.append(segment) }
        }
        var joined = Array(segments.joined(separator: [slash]))
        if first == slash { joined.insert(slash, at: 0) }
        if last == slash, !segments.isEmpty { joined.append(slash) }
        return PercentEncoding.path(joined)
    }

    /// The query sorted by encoded name, then by encoded value; a name without a value gets a `=`.
    static func query(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let equals = UInt8(ascii: "=")
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
            let name = pair.prefix { $0 != equals }
            return (name: String(Substring(name)), value: String(Substring(pair.dropFirst(name.count + 1))))
        }
        let sorted = pairs.sorted { left, right in
            left.name.utf8.elementsEqual(right.name.utf8)
                ? precedes(left.value, right.value) : precedes(left.name, right.name)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The value without white space at its ends; inner runs of it become one space.
    private static func squeezed(_ value: String) -> String {
        value.unicodeScalars.split { $0.properties.isWhitespace || (0x1C...0x1F).contains($0.value) }
            .map { String($0) }.joined(separator: " ")
    }

    /// Compares bytes: Swift's own string order treats equivalent spellings as equal.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
