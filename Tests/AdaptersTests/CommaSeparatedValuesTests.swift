import Testing

@testable import Adapters

struct CommaSeparatedValuesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let rows: [[String]]
        var testDescription: String { text.debugDescription }
    }

    @Test(arguments: [
        Case(text: "", rows: []), Case(text: "a", rows: [["a"]]), Case(text: "a\n", rows: [["a"]]),
        Case(text: "a,b\r\nc,d", rows: [["a", "b"], ["c", "d"]]), Case(text: ",", rows: [["", ""]]),
        Case(text: "\"a,b\",c", rows: [["a,b", "c"]]), Case(text: "\"a\"\"b\"", rows: [["a\"b"]]),
        Case(text: "\"a\nb\",c\n", rows: [["a\nb", "c"]]), Case(text: "\"\"", rows: [[""]]),
        Case(text: "\"\",\"\"\r\n", rows: [["", ""]]), Case(text: "a\"b", rows: [["a\"b"]]),
        Case(text: "é,😀", rows: [["é", "😀"]]),
        Case(text: "\"a\r\"\r\n\"b\r\"", rows: [["a\r"], ["b\r"]]), Case(text: "\"a\r\"\n", rows: [["a\r"]]),
        Case(text: "a\r", rows: [["a"]]), Case(text: "a,\n,b", rows: [["a", ""], ["", "b"]]),
    ])
    func `fields, quotes and line ends`(row: Case) throws {
        #expect(try CommaSeparatedValues(Array(row.text.utf8)).rows == row.rows)
    }

    @Test func `more than 32 MB is refused`() {
        #expect(throws: CommaSeparatedValuesError.tooLarge) {
            try CommaSeparatedValues([UInt8](repeating: 0x61, count: CommaSeparatedValues.mostBytes + 1))
        }
    }

    /// Quoted fields are read back unchanged, whatever they contain.
    @Test func `anything written is read back`() throws {
        var state: UInt64 = 20_260_101
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let letters = ["a", ",", "\"", "\n", "\r\n", "\r", " ", "😀", "<", "0"]
        for round in 0..<500 {
            let rows = (0...next(4)).map { _ in
                (0...next(4)).map { _ in (0..<next(6)).map { _ in letters[next(10)] }.joined() }
            }
            let text = rows.map { row in
                row.map {
                    "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                }
                .joined(separator: ",")
            }.joined(separator: "\n")
            #expect(try CommaSeparatedValues(Array(text.utf8)).rows == rows, "round \(round)")
        }
    }

    /// Any bytes give rows or an error, and nothing is lost.
    @Test func `any bytes end in rows or in an error`() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet: [UInt8] = [0x61, 0x2C, 0x22, 0x0A, 0x0D, 0xC3, 0xA9, 0xFF, 0x00, 0x20]
        var read = 0
        for _ in 0..<5_000 {
            let bytes = (0..<next(24)).map { _ in alphabet[next(alphabet.count)] }
            guard let table = try? CommaSeparatedValues(bytes) else { continue }
            read += 1
            let letters = table.rows.joined().reduce(0) { $0 + $1.utf8.filter { $0 == 0x61 }.count }
            #expect(letters == bytes.filter { $0 == 0x61 }.count)
        }
        #expect((500..<5_000).contains(read))
    }
}
