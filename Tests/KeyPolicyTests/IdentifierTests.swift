import FoundationEssentials
import KeyPolicy
import Testing

struct IdentifierTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let accepts: @Sendable (String) -> Bool
        let good: [String]
        let bad: [String]
    }

    @Test(arguments: [
        Case(
            testDescription: "account id", accepts: { AccountID(rawValue: $0) != nil },
            good: ["111111111111", "000000000001"],
            bad: ["", "11111111111", "1111111111111", "11111111111a", "١١١١١١١١١١١١", "111 11111111", "-11111111111"]),
        Case(
            testDescription: "user id", accepts: { UserID(rawValue: $0) != nil },
            good: ["AIDA0000000000000001", String(repeating: "A", count: 16), String(repeating: "9", count: 128)],
            bad: [
                "", String(repeating: "A", count: 15), String(repeating: "A", count: 129), "aida0000000000000001",
                "AIDA000000000000000\n",
            ]),
        Case(
            testDescription: "access key id", accepts: { AccessKeyID(rawValue: $0) != nil },
            good: ["AKIAIOSFODNN7EXAMPLE", "ASIA000000000000"],
            bad: ["", "AKIA", "AKIAIOSFODNN7EXAMPLé", "AKIAIOSFODNN7 EXAMPLE", "akiaiosfodnn7example"]),
        Case(
            testDescription: "Slack user", accepts: { SlackUserID(rawValue: $0) != nil },
            good: ["U0123", "W0123ABC"], bad: ["", "U", "U0", "C0123", "u0123", "@anna", "U0123 ", "U0-12"]),
        Case(
            testDescription: "Slack channel", accepts: { SlackChannelID(rawValue: $0) != nil },
            good: ["C0123", "G0123ABC"], bad: ["", "C1", "D0123", "#keys", "c0123", "U0123"]),
        Case(
            testDescription: "run id", accepts: { RunID(rawValue: $0) != nil },
            good: ["20260101-120000-ab12", "run-10000", String(repeating: "a", count: 40)],
            bad: ["", "run", String(repeating: "a", count: 41), "Run-10000", "run 10000", "run_10000"]),
        Case(
            testDescription: "message id", accepts: { MessageID(rawValue: $0) != nil },
            good: ["run-10000-1", String(repeating: "a", count: 64)],
            bad: ["short", String(repeating: "a", count: 65), "run-10000-É"]),
    ])
    func `an identifier takes its own shape and nothing else`(row: Case) {
        for text in row.good { #expect(row.accepts(text), "\(text)") }
        for text in row.bad { #expect(!row.accepts(text), "\(text)") }
    }

    @Test func `a key is shown to others by its ends`() {
        #expect(Made.keyID.masked == "AKIA…0001")
    }

    @Test func `identifiers decode only what is one`() throws {
        let good = try JSONDecoder().decode([AccountID].self, from: Data(#"["111111111111"]"#.utf8))
        #expect(good == [Made.account.id])
        #expect(throws: (any Error).self) { try JSONDecoder().decode([AccountID].self, from: Data(#"["x"]"#.utf8)) }
    }

    @Test(arguments: ["U0ANNA", "C0TEAM", "security"])
    func `a recipient is read back from its text`(text: String) throws {
        let recipient = try #require(Recipient(text: text))
        #expect(recipient.text == text)
        let encoded = try JSONEncoder().encode([recipient])
        #expect(try JSONDecoder().decode([Recipient].self, from: encoded) == [recipient])
    }

    @Test func `no recipient is made of anything else`() {
        #expect(Recipient(text: "anna") == nil)
        #expect(Recipient(text: "Security") == nil)
    }
}
