import Testing

@testable import AWS

struct SharedFileTests {
    @Test func `reads sections, comments and nested settings`() throws {
        let file = try SharedFile(
            Array(
                """
                # a comment
                ; another
                [default]
                region = eu-west-1   # said after the value
                aws_access_key_id=AKIAIOSFODNN7EXAMPLE
                AWS_SECRET_ACCESS_KEY = a=b/c+d==

                [ profile   payments ]  ; said after the section
                role_arn\t=\tarn:aws:iam::222222222222:role/x
                s3 =
                  addressing_style = path
                  region = us-west-2
                output = json
                """.replacing("\n", with: "\r\n").utf8))
        #expect(
            file.sections["default"]?.settings == [
                "region": "eu-west-1", "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
                "aws_secret_access_key": "a=b/c+d==",
            ])
        let payments = try #require(file.sections["profile payments"])
        #expect(payments.settings["role_arn"] == "arn:aws:iam::222222222222:role/x")
        #expect(payments.settings["output"] == "json")
        #expect(payments.nested == ["s3": ["addressing_style": "path", "region": "us-west-2"]])
    }

    static let bad: [(text: String, error: SharedFileError)] = [
        ("a = 1", .malformed("a setting before any section", line: 1)),
        ("[a]\n[a]", .malformed("a section that occurs twice", line: 2)),
        ("[a]\nb = 1\n\nB = 2", .malformed("a setting that occurs twice", line: 4)),
        ("[a]\nb =\n c = 1\n c = 2", .malformed("a setting that occurs twice", line: 4)),
        ("[a", .malformed("a section without its closing bracket", line: 1)),
        ("[a] b", .malformed("text after a section's name", line: 1)),
        ("[]", .malformed("a section without a name", line: 1)),
        ("[a]\nAKIASECRET", .malformed("neither a section, nor name = value, nor a comment", line: 2)),
        ("[a]\n= 1", .malformed("a setting without a name", line: 2)),
        ("[a]\nb = \u{0}", .malformed("a control character", line: 2)),
        ("[a\u{7F}]", .malformed("a control character", line: 1)),
        ("[a]\n\n\u{202E}b = 1", .malformed("a control character", line: 3)),
    ]

    @Test(arguments: bad)
    func `refuses what it would have to guess`(_ text: String, _ error: SharedFileError) {
        #expect(throws: error) { try SharedFile(Array(text.utf8)) }
    }

    @Test func `refuses what is too large or not text`() {
        #expect(throws: SharedFileError.tooLarge(limit: 1_048_576)) {
            try SharedFile(Array(repeating: UInt8(ascii: "#"), count: 1_048_577))
        }
        #expect(throws: SharedFileError.notUTF8) { try SharedFile([0x5B, 0xFF, 0x5D]) }
    }

    @Test func `an error names the line and never shows it`() {
        let error = #expect(throws: SharedFileError.self) { try SharedFile(Array("[a]\nhunter2".utf8)) }
        #expect(
            error?.sentence(file: "~/.aws/config")
                == "~/.aws/config, line 2: neither a section, nor name = value, nor a comment.")
    }

    @Test(.timeLimit(.minutes(2)))
    func `damaged files are read or refused`() {
        let original = Array(
            """
            [default]
            region = eu-west-1 # x
            [profile a]
            role_arn = arn:aws:iam::222222222222:role/ü
            s3 =
              a = b
            """.utf8)
        var random = SeededRandom(7)
        var refused = 0
        for _ in 0..<3_000 {
            let damaged = Mutation.of(original, spice: Array("[]=#; \t\r\n".utf8), using: &random)
            do throws(SharedFileError) { _ = try SharedFile(damaged) } catch { refused += 1 }
        }
        #expect(refused > 300 && refused < 3_000)
    }
}
