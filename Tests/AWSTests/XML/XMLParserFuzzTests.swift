import Testing

@testable import AWS

struct XMLParserFuzzTests {
    static let fixtures = [
        "iam.ListAccessKeys_1.xml", "iam.GetUser_1.xml", "iam.GetAccountAuthorizationDetails_1.xml",
        "sts.AssumeRole_1.xml", "iam.error_NoSuchEntity.xml",
    ]

    /// Crashing or hanging would end the test process; a tree or an ``XMLError`` are both fine.
    @Test(.timeLimit(.minutes(20)), arguments: fixtures)
    func `damaged documents are read or refused`(_ fixture: String) throws {
        let original = try Fixture.bytes(fixture)
        var random = SeededRandom(20_261_124)
        var refused = 0
        for _ in 0..<800 {
            let damaged = Mutation.of(original, spice: Array("<>&/;'\"![]-?= \r".utf8), using: &random)
            do throws(XMLError) { _ = try XMLParser.parse(damaged) } catch { refused += 1 }
        }
        // Most damage must be noticed; some (a changed letter of a value) cannot be.
        #expect(refused > 400 && refused < 800)
    }
}
