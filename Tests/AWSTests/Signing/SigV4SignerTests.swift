import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

/// Every signature equals botocore's (Fixtures/make_signature_vectors.py).
struct SigV4SignerTests {
    struct Vectors: Decodable {
        let rows: [Row]
    }

    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let method: String
        let url: String
        let headers: [[String]]
        let body: Data
        let service: String
        let region: String
        let date: String
        let key: String
        let secret: String
        let token: String?
        let canonical: String
        let authorization: String

        var testDescription: String { name }
    }

    static let rows =
        (try? JSONDecoder().decode(Vectors.self, from: Data(Fixture.bytes("signatures.json"))))?.rows ?? []

    @Test func `there are at least eighty vectors`() { #expect(Self.rows.count >= 80) }

    @Test(arguments: rows)
    func `signs as botocore does`(_ row: Row) throws {
        let date = try #require(WireDate.iso8601(row.date))
        let signer = SigV4Signer(region: row.region, service: row.service)
        let signature = signer.sign(try request(row), with: try credentials(row), at: date)
        #expect(signature.canonicalRequest == row.canonical)
        #expect(signature.authorization == row.authorization)
        #expect(signature.headers.first(name: "Authorization") == row.authorization)
        #expect(signature.headers.first(name: "X-Amz-Security-Token") == row.token)
    }

    @Test func `the time changes the signature`() throws {
        let row = try #require(Self.rows.first)
        let signer = SigV4Signer(region: row.region, service: row.service)
        let date = try #require(WireDate.iso8601(row.date))
        let later = signer.sign(try request(row), with: try credentials(row), at: date.addingTimeInterval(1))
        #expect(later.authorization != row.authorization)
    }

    @Test func `a signature is never printed`() throws {
        let row = try #require(Self.rows.first { $0.token != nil })
        let signature = SigV4Signer(region: row.region, service: row.service)
            .sign(try request(row), with: try credentials(row), at: ManualClock.start)
        var dumped = ""
        dump(signature, to: &dumped)
        for text in ["\(signature)", String(reflecting: signature), dumped] {
            #expect(!text.contains(try #require(row.token)))
        }
    }

    /// The URL split by hand, so that nothing re-encodes what the vector contains.
    private func request(_ row: Row) throws -> SignableRequest {
        let scheme = row.url.hasPrefix("https:") ? "https" : "http"
        let rest = Array(row.url.utf8.dropFirst(scheme.utf8.count + 3))
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let target = rest.dropFirst(authority.count)
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        let endpoint = try AWSEndpoint(
            url: "\(scheme)://\(String(decoding: authority, as: UTF8.self))", setting: "test", signingRegion: "")
        return SignableRequest(
            method: row.method, scheme: scheme, host: endpoint.hostHeader, path: String(decoding: path, as: UTF8.self),
            query: String(decoding: target.dropFirst(path.count + 1), as: UTF8.self),
            headers: HTTPHeaders(row.headers.map { ($0[0], $0[1]) }), body: Array(row.body))
    }

    private func credentials(_ row: Row) throws -> AWSCredentials {
        try AWSCredentials(accessKeyID: row.key, secretAccessKey: row.secret, sessionToken: row.token)
    }
}
