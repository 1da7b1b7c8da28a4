import KeyPolicy
import Settings
import Testing

@testable import relevo

struct YAMLSettingsTests {
    private func read(_ yaml: String) throws -> SettingsTree {
        try SettingsTree(yaml: Array(yaml.utf8), file: "relevo.yaml")
    }

    @Test func `every value keeps its place, kind and spelling`() throws {
        let tree = try read("a: [012345678901, yes, 'true', True]\nb:\n  \"c\": 09:00\n  d:\n  é: 1.50\n")
        func scalar(_ text: String, _ kind: SettingsTree.ScalarKind, _ line: Int, _ column: Int) -> SettingsTree {
            SettingsTree(.scalar(text, kind), at: SourcePosition(file: "relevo.yaml", line: line, column: column))
        }
        guard case .map(let entries) = tree.value, case .map(let inner) = entries.last?.value.value else {
            Issue.record("no map in a map")
            return
        }
        #expect(
            entries[0].value.value
                == .list([
                    scalar("012345678901", .number, 1, 5), scalar("yes", .plain, 1, 19), scalar("true", .quoted, 1, 24),
                    scalar("true", .bool, 1, 32),
                ]))
        #expect(inner.map(\.key) == ["c", "d", "é"])
        #expect(inner.map(\.keyPosition.text) == ["relevo.yaml:3:3", "relevo.yaml:4:3", "relevo.yaml:5:3"])
        #expect(inner[0].value == scalar("09:00", .plain, 3, 8))
        #expect(inner[1].value.value == .scalar("", .null))
        #expect(inner[2].value == scalar("1.50", .number, 5, 6))
    }

    @Test func `days and times are text, unlike in YAML 1.1`() throws {
        let tree = try read("[2026-12-01, 2026-12-01T17:00:00Z, 1:30, no, 1_000, 0x1F, .5, -3, 1e3, 0o17, null]")
        guard case .list(let items) = tree.value else {
            Issue.record("no list")
            return
        }
        let kinds = items.compactMap { if case .scalar(_, let kind) = $0.value { kind } else { nil } }
        #expect(
            kinds == [.plain, .plain, .plain, .plain, .plain, .number, .number, .number, .number, .number, .null])
    }

    @Test(arguments: [
        ("a: &x 1", "1:4: anchors (&name) can't be used here; write the value out."),
        ("a: &x {b: 1}\nc: *x", "1:4: anchors (&name) can't be used here; write the value out."),
        (
            "a: *x",
            "1:4: this is not YAML: found undefined alias; write the value out; aliases (*name) can't be used here."
        ),
        ("<<: {a: 1}", "1:1: merge keys (<<) can't be used here; write the values out."),
        ("a: !!int \"3\"", "1:4: tags (!name) can't be used here; put text in quotes, and leave the tag out."),
        ("a: !secret x", "1:4: tags (!name) can't be used here; put text in quotes, and leave the tag out."),
        ("a: !m {b: 1}", "1:4: tags (!name) can't be used here; put text in quotes, and leave the tag out."),
        ("? [a]\n: 1", "1:3: a key must be plain text."),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here; the file must contain just one."),
        ("a: 1\nb: 2\na: 3", "1:1: the key \"a\" is given more than once in this map; keep one of each."),
        ("\"a\\e\": 1\n\"a\\e\": 2", "1:1: the key \"a?\" is given more than once in this map; keep one of each."),
        ("a:\n\t- 1", "2:1: there is a tab here; indent with spaces."),
        (
            "a: [1, 2\nb: 3",
            "2:2: this is not YAML: did not find expected ',' or ']'; close the [ that was opened before, and put commas between its entries."
        ),
        (
            "a: \"x\n",
            "2:1: this is not YAML: found unexpected end of stream; close the quotes that were opened before."
        ),
        ("a: @b", "1:4: a value can't begin with @; put it in quotes."),
        (
            "a: b: c",
            "1:5: this is not YAML: mapping values are not allowed in this context; put text with a colon in quotes, and check "
                + "the indentation."
        ),
        (
            "a:\n  b: 1\n c: 2",
            "3:2: this is not YAML: did not find expected key; indent all keys of a map equally."
        ),
        ("a: 1\nb: \u{1}", "2:4: this is not YAML: control characters are not allowed; remove the character."),
    ])
    func `unused YAML features are refused, with their place`(_ yaml: String, _ sentence: String) {
        let error = #expect(throws: SettingsError.self) { try read(yaml) }
        #expect(error?.description == "relevo.yaml:\(sentence)")
    }

    @Test func `keys are always text`() throws {
        guard case .map(let entries) = try read("012345678901: a\nyes: b\n1.5: c").value else {
            Issue.record("no map")
            return
        }
        #expect(entries.map(\.key) == ["012345678901", "yes", "1.5"])
    }

    @Test func `text that only looks like anchors and aliases is text`() throws {
        #expect(throws: Never.self) { try read("help: {text: \"you &me, *here*\"}\nx: a &b *c*") }
    }

    @Test func `nothing makes the parser work without end`() {
        let layers = (1...30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]" }
        let laughs = "l0: &l0 [x, x]\n\(layers.joined(separator: "\n"))\n? *l30\n: 1"
        #expect(throws: SettingsError.self) { try read(laughs) }
        #expect(throws: SettingsError.self) { try read(String(repeating: "[", count: 900_000)) }
        #expect(throws: SettingsError.self) { try read(String(repeating: "- ", count: 400_000)) }
        #expect(throws: SettingsError.self) {
            try read((0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined())
        }
        #expect(throws: SettingsError.self) { try read(String(repeating: "# a\n", count: 250_001)) }
        #expect(throws: SettingsError.self) { try SettingsTree(yaml: [0x61, 0x3A, 0x20, 0xFF], file: "x") }
    }

    @Test func `no refusal repeats the text around it`() {
        let error = #expect(throws: SettingsError.self) { try read("slack: {token: xoxb-SECRET, token: xoxb-SECRET}") }
        #expect(error?.description.contains("SECRET") == false)
        let cut = #expect(throws: SettingsError.self) { try read("slack: {token: xoxb-SECRET\n]") }
        #expect(cut?.description.contains("SECRET") == false)
    }
}
