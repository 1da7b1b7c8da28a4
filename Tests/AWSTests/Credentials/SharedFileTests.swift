import Testing

@testable import AWS

struct SharedFileTests {
    private func section(_ text: String, _ name: String = "p", in kind: SharedFile.Kind = .config) throws
        -> SharedFile.Section
    {
        try #require(try SharedFile(Array(text.utf8), as: kind).section(.profile(name)))
    }

    @Test func `reads sections, comments and nested settings`() throws {
        let file = SharedFile(
            Array(
                """
                # a comment
                ; another
                [default]
                region = eu-west-1
                   # a comment, however deep
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
            try file.section(.profile("default"))?.settings == [
                "region": "eu-west-1", "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
                "aws_secret_access_key": "a=b/c+d==",
            ])
        let payments = try #require(try file.section(.profile("payments")))
        #expect(payments.settings["role_arn"] == "arn:aws:iam::222222222222:role/x")
        #expect(payments.settings["output"] == "json")
        #expect(payments.nested == ["s3": ["addressing_style": "path", "region": "us-west-2"]])
    }

    // MARK: - Depth

    static let indented: [(name: String, text: String)] = [
        ("an empty setting in an indented profile", "[profile p]\n  cli_pager =\n  region = r\n"),
        ("by tabs", "[profile p]\n\tcli_pager=\n\tregion=r\n"),
        ("a tab counts as one", "[profile p]\n    cli_pager =\n\tregion = r\n"),
        ("a whole file that is indented", "    [profile p]\n    region = r\n"),
        ("a header deeper than what follows", "        [profile p]\n  region = r\n"),
        ("less deep than the one above", "[profile p]\n    s3 =\n      a = b\n  region = r\n"),
        ("a comment below an empty setting", "[profile p]\n  cli_pager =\n     # nothing\n  region = r\n"),
        ("a blank line below an empty setting", "[profile p]\n  cli_pager =\n\n  region = r\n"),
        ("a section right below a section's beginning", "[profile q]\n  [profile p]\n  region = r\n"),
        ("carriage returns alone", "[profile p]\r  cli_pager =\r  region = r\r"),
        ("a colon", "[profile p]\nregion: r"), ("white space nobody sees", "[profile p]\nregion\u{A0}=\u{A0}r\u{A0}"),
    ]

    @Test(arguments: indented.map(\.name))
    func `a line belongs to the setting above only if it is indented deeper`(_ name: String) throws {
        let row = try #require(Self.indented.first { $0.name == name })
        #expect(try section(row.text).settings["region"] == "r")
    }

    @Test func `services and sessions may be indented too`() throws {
        let file = SharedFile(
            Array(
                """
                [services local]
                  sts =
                    endpoint_url = a
                  iam =
                    endpoint_url = b
                [sso-session corp]
                  sso_registration_scopes =
                  sso_region = eu-west-1
                """.utf8))
        #expect(
            try file.section(.services("local"))?.nested == [
                "sts": ["endpoint_url": "a"], "iam": ["endpoint_url": "b"],
            ]
        )
        #expect(try file.section(.session("corp"))?.settings["sso_region"] == "eu-west-1")
    }

    static let values: [(name: String, text: String, value: String)] = [
        ("a value that goes on", "a = 1\n  2\n   3", "1\n2\n3"),
        ("over a blank line", "a = 1\n\n  2", "1\n\n2"),
        ("over a comment", "a = 1\n# not this\n  # nor this\n  2", "1\n2"),
        ("blank lines at its end", "a = 1\n\n\nb = 2", "1"),
        ("what looks like a section, deeper", "a = 1\n  [profile q]", "1\n[profile q]"),
        ("what looks like a setting, deeper", "a = 1\n  b = 2", "1\nb = 2"),
        ("a number sign", "a = --item #42 --vault 'team 7'", "--item #42 --vault 'team 7'"),
        ("a semicolon", "a = sh -c \"true ; x\"", "sh -c \"true ; x\""),
        ("a tab and a number sign", "a = b\t#c", "b\t#c"),
        ("one at the beginning", "a = #b", "#b"),
        ("colons and equals signs", "a = b:c=d", "b:c=d"), ("a colon first", "a: b=c", "b=c"),
        ("quotes", "a = \"b\"", "\"b\""), ("capitals in the name", "A = b", "b"),
    ]

    @Test(arguments: values.map(\.name))
    func `nothing is removed from a value`(_ name: String) throws {
        let row = try #require(Self.values.first { $0.name == name })
        #expect(try section("[profile p]\n\(row.text)\n").settings["a"] == row.value)
    }

    // MARK: - Names

    static let names: [(header: String, name: SectionName)] = [
        ("default", .profile("default")), ("profile default", .profile("default")), ("profile p", .profile("p")),
        ("profile 'p q'", .profile("p q")), ("profile \"p q\"", .profile("p q")), ("profile p\\ q", .profile("p q")),
        ("profile 'it'\\''s'", .profile("it's")), ("profile\tp", .profile("p")), ("sso-session 'a b'", .session("a b")),
        ("services \"a b\"", .services("a b")), ("profile #1", .profile("#1")), ("profiles x", .profile("x")),
        ("preview", .other("preview")), ("Profile p", .other("Profile p")), ("DEFAULT", .defaults),
    ]

    @Test(arguments: names)
    func `names are quoted as in a shell`(_ header: String, _ name: SectionName) throws {
        for text in ["[\(header)]\na = 1", "[ \(header) ]  /* bucket */\na = 1"] {
            let file = SharedFile(Array(text.utf8))
            #expect(file.sections[name]?.settings == ["a": "1"])
        }
    }

    @Test func `in the credentials file the whole header is the name`() throws {
        for name in ["p q", "'p'", "profile p", "p\\"] {
            #expect(try section("[\(name)]\na = 1", name, in: .credentials).settings == ["a": "1"])
        }
    }

    @Test func `an unquoted name of two words is ignored, and an error for those who need it`() throws {
        let file = SharedFile(Array("[profile p q]\na = 1\n[profile p]\na = 2".utf8))
        #expect(try file.section(.profile("p"))?.settings == ["a": "2"])
        #expect(throws: SharedFileError.self) { try file.section(.profile("p q")) }
        #expect(try file.section(.profile("q")) == nil)
        #expect(file.firstFault?.line == 1)
    }

    @Test func `DEFAULT has the defaults of all sections`() throws {
        let file = SharedFile(
            Array(
                """
                [DEFAULT]
                region = a
                output = b
                s3 =
                  c = d
                [profile p]
                region = e
                [DEFAULT]
                f = g
                """.utf8))
        let section = try #require(try file.section(.profile("p")))
        #expect(section.settings == ["region": "e", "output": "b", "s3": "", "f": "g"])
        #expect(section.nested == ["s3": ["c": "d"]])
        #expect(try file.section(.profile("DEFAULT")) == nil)
    }

    // MARK: - Faults

    /// All in the section of profile p, or before any.
    static let bad: [(text: String, error: SharedFileError)] = [
        ("a = 1", .malformed("a setting before any section", line: 1)),
        ("[profile p]\n[profile p]", .malformed("a section that occurs twice", line: 2)),
        ("[profile p]\n[profile 'p']", .malformed("a section that occurs twice", line: 2)),
        ("[profile p]\nb = 1\n\nB = 2", .malformed("a setting that occurs twice", line: 4)),
        ("[profile p]\nb =\n c = 1\n c = 2", .malformed("a setting that occurs twice", line: 4)),
        (
            "[profile p]\nb =\n c",
            .malformed("neither name = value nor a comment, below a setting without a value", line: 3)
        ),
        (
            "[profile q]\ns3 =\n  a = b\n  [profile p]\nc = d",
            .malformed("a section that is indented deeper than the setting above it; indent it less", line: 4)
        ),
        ("[DEFAULT]\nx\n", .malformed("neither a section, nor name = value, nor a comment", line: 2)),
        ("[profile p", .malformed("a section without its closing bracket", line: 1)),
        ("[profile p]\n[x = 1", .malformed("a section without its closing bracket", line: 2)),
        (
            "[profile p] [b]",
            .malformed("another bracket after a section's name; remove the text after the first", line: 1)
        ),
        ("[]", .malformed("a section without a name", line: 1)),
        ("[profile p]\nAKIASECRET", .malformed("neither a section, nor name = value, nor a comment", line: 2)),
        ("[profile p]\n= 1", .malformed("a setting without a name", line: 2)),
        ("[profile p]\nb = \u{0}", .malformed("the character U+0000, which is not visible; remove it", line: 2)),
        ("[profile p] \u{7F}", .malformed("the character U+007F, which is not visible; remove it", line: 1)),
        ("[profile p]\n\n\u{202E}b = 1", .malformed("the character U+202E, which is not visible; remove it", line: 3)),
        (
            "[profile p]\nb = 1\n  \u{200D}",
            .malformed("the character U+200D, which is not visible; remove it", line: 3)
        ),
        ("[profile p]\nb = \u{E0041}", .malformed("the character U+E0041, which is not visible; remove it", line: 2)),
        ("\u{FEFF}[profile p]", .malformed("a byte order mark (U+FEFF); save the file without one", line: 1)),
        ("\u{FEFF}# x\n", .malformed("a byte order mark (U+FEFF); save the file without one", line: 1)),
    ]

    @Test(arguments: bad)
    func `refuses ambiguous settings`(_ text: String, _ error: SharedFileError) {
        #expect(throws: error) { try SharedFile(Array(text.utf8)).section(.profile("p")) }
    }

    @Test func `refuses what is too large or not text`() {
        #expect(throws: SharedFileError.tooLarge(limit: 1_048_576)) {
            try SharedFile(Array(repeating: UInt8(ascii: "#"), count: 1_048_577)).section(.profile("p"))
        }
        let bytes = Array("[profile p]\na = ".utf8) + [0xFF]
        #expect(throws: SharedFileError.malformed("bytes that are not UTF-8 text", line: 2)) {
            try SharedFile(bytes).section(.profile("p"))
        }
    }

    /// Faults in the section of another profile.
    static let elsewhere = [
        "nothing like a setting", "= 1", "a = 1\na = 2", "a = \u{200D}", "a =\n  b", "a = b\n  goes on", "[profile q",
        "[profile q]", "[profile 'r]", "[profile r s]", "[profile r] [x]", "[profile \u{1F9D1}\u{200D}\u{1F4BB}]",
        "role_arn =\n  a = b",
    ]

    @Test(arguments: elsewhere)
    func `a fault in another section is ignored`(_ text: String) throws {
        for file in ["[profile q]\n\(text)\n[profile p]\nregion = r", "[profile p]\nregion = r\n[profile q]\n\(text)"] {
            #expect(try section(file).settings == ["region": "r"])
        }
        #expect(try section("\u{FEFF}[profile q]\n[profile p]\nregion = r").settings == ["region": "r"])
    }

    @Test func `a comment may contain anything`() throws {
        let bytes =
            Array("# ".utf8) + [0xFF, 0x00] + Array("\u{202E}\n[profile p]\n;".utf8) + [0xFE] + Array("\na = 1".utf8)
        #expect(try SharedFile(bytes).section(.profile("p"))?.settings == ["a": "1"])
    }

    @Test func `an error names the line and never shows it`() {
        let error = #expect(throws: SharedFileError.self) {
            try SharedFile(Array("[profile p]\nhunter2".utf8)).section(.profile("p"))
        }
        #expect(
            error?.sentence(file: "~/.aws/config")
                == "~/.aws/config, line 2: neither a section, nor name = value, nor a comment.")
    }

    @Test(.timeLimit(.minutes(20)))
    func `damaged files are parsed or refused`() {
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
            if SharedFile(damaged).firstFault != nil { refused += 1 }
        }
        #expect(refused > 300 && refused < 3_000)
    }
}
