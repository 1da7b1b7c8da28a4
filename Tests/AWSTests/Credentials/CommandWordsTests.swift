import Testing

@testable import AWS

struct CommandWordsTests {
    /// As Python's `shlex.split`, which botocore uses, has them.
    static let lines: [(line: String, words: [String]?)] =
        [
            ("a b  c", ["a", "b", "c"]), ("  a\tb ", ["a", "b"]), ("", []), ("'a b' c", ["a b", "c"]),
            ("\"a b\"c", ["a bc"]), ("a\\ b", ["a b"]), ("'a\\ b'", ["a\\ b"]), ("\"a\\\"b\"", ["a\"b"]),
            ("\"a\\nb\"", ["a\\nb"]), ("\"a\\\\b\"", ["a\\b"]), ("a ''", ["a", ""]), ("a \"\" b", ["a", "", "b"]),
            ("'it'\\''s'", ["it's"]), ("\"it's\"", ["it's"]), ("a 'b", nil), ("a \"b", nil), ("a \\", nil),
        ] + special

    /// What a shell would do something with.
    private static let special: [(line: String, words: [String]?)] = [
        ("a $HOME `b`", ["a", "$HOME", "`b`"]), ("a ; b | c > d", ["a", ";", "b", "|", "c", ">", "d"]),
        ("* ~ {a,b} #c", ["*", "~", "{a,b}", "#c"]), ("a\n\nb\r\nc", ["a", "b", "c"]), ("a\u{A0}b", ["a\u{A0}b"]),
        ("'a\u{301}'\u{301}", ["a\u{301}\u{301}"]),
    ]

    @Test(arguments: lines)
    func `are a shell's words, and nothing else of a shell`(_ line: String, _ words: [String]?) {
        #expect(CommandWords.split(line) == words)
    }
}
