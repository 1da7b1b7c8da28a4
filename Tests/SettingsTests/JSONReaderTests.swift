import Settings
import Testing

struct JSONReaderTests {
    private func read(_ json: String) throws -> SettingsTree {
        try SettingsTree(json: Array(json.utf8), file: "x.json")
    }

    @Test func `every value keeps its place, its kind and its spelling`() throws {
        let tree = try read("{\"a\": [1.50, true,\n  null, \"é\\u00e9\\ud83d\\ude00\\n\"],\r\n \"b\": {}}")
        func scalar(_ text: String, _ kind: SettingsTree.ScalarKind, _ line: Int, _ column: Int) -> SettingsTree {
            SettingsTree(.scalar(text, kind), at: SourcePosition(file: "x.json", line: line, column: column))
        }
        guard case .map(let entries) = tree.value, entries.count == 2 else {
            Issue.record("no map of two")
            return
        }
        #expect(entries.map(\.key) == ["a", "b"])
        #expect(entries.map(\.keyPosition.text) == ["x.json:1:2", "x.json:3:2"])
        #expect(
            entries[0].value.value
                == .list([
                    scalar("1.50", .number, 1, 8), scalar("true", .bool, 1, 14), scalar("null", .null, 2, 3),
                    scalar("éé😀\n", .quoted, 2, 9),
                ]))
        #expect(entries[1].value.position.text == "x.json:3:7")
    }

    @Test func `a repeated key is kept, so that checking can refuse it`() throws {
        guard case .map(let entries) = try read(#"{"a": 1, "a": 2}"#).value else {
            Issue.record("no map")
            return
        }
        #expect(entries.map(\.key) == ["a", "a"])
    }

    @Test(arguments: [
        ("", "1:1: the JSON ends too early."),
        ("{", "1:2: a key in double quotes is expected here."),
        ("{'a': 1}", "1:2: a key in double quotes is expected here."),
        ("{\"a\" 1}", "1:6: a colon is expected here, between a key and its value."),
        ("{\"a\": 1,}", "1:9: a key in double quotes is expected here."),
        ("[1 2]", "1:4: a comma or the end of the list is expected here."),
        ("[1,]", "1:4: a JSON value is expected here; text needs double quotes."),
        ("{\"a\": 1 \"b\"}", "1:9: a comma or the end of the map is expected here."),
        ("{} {}", "1:4: nothing may follow the JSON value."),
        ("// no\n1", "1:1: a JSON value is expected here; text needs double quotes."),
        ("notify", "1:1: a JSON value is expected here; text needs double quotes."),
        ("01", "1:3: a JSON number has digits and doesn't begin with 0; text needs double quotes."),
        ("1.", "1:3: digits are expected after the decimal point."),
        ("1e", "1:3: digits are expected in the exponent."),
        ("\"a", "1:3: the text's closing quote is missing."),
        ("\"a\nb\"", "1:3: text can't contain control characters; write \\n for a line break."),
        (#""\x""#, "1:3: JSON has no such escape; write \\\\ for a backslash."),
        (#""\ud83d""#, "1:8: half of a surrogate pair is missing."),
        (#""\ude00\ude00""#, "1:8: half of a surrogate pair is missing."),
    ])
    func `what is not JSON is refused at its position`(_ json: String, _ sentence: String) {
        let error = #expect(throws: SettingsError.self) { try read(json) }
        #expect(error?.description == "x.json:\(sentence)")
    }

    @Test func `depth and size are bounded, and the text must be UTF-8`() throws {
        #expect(throws: Never.self) { try read(nested(32)) }
        #expect(throws: SettingsError.self) { try read(nested(33)) }
        #expect(throws: SettingsError.self) { try read(String(repeating: "[", count: 500_000)) }
        #expect(throws: SettingsError.self) { try read("\"" + String(repeating: "a", count: 1_000_000) + "\"") }
        #expect(throws: SettingsError.self) { try SettingsTree(json: [0x22, 0xC3, 0x22], file: "x.json") }
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }

    /// Any bytes give a tree or a refusal, and checking any tree ends.
    @Test func `twenty thousand mangled configurations crash nothing`() {
        let seed =
            #"{"policy": {"ladder": [76, 81.5e3], "hours": null}, "a\u00e9\ud83d\ude00": [true, "x"], "mode": "notify"}"#
        var random = SeededRandom(seed: 20_261_123)
        var read = 0
        for _ in 0..<20_000 {
            let bytes = random.mangled(Array(seed.utf8))
            guard let tree = try? SettingsTree(json: bytes, file: "x.json") else { continue }
            read += 1
            _ = try? Configuration(tree) { _ in nil }
        }
        #expect((1..<20_000).contains(read))
    }
}

/// The same numbers in every test run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The bytes with one to four of them changed, dropped, doubled, or everything after them cut off.
    mutating func mangled(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<8, using: &self) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(bytes[index], at: index)
            case 2: bytes.removeLast(bytes.count - index)
            case 3: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 4: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &self))
            default: bytes[index] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return bytes
    }
}
