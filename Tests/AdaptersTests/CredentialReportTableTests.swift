import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Adapters

struct CredentialReportTableTests {
    private static let columns = [
        "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
        "password_next_rotation", "mfa_active", "access_key_1_active", "access_key_1_last_rotated",
        "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
        "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
        "access_key_2_last_used_region", "access_key_2_last_used_service", "cert_1_active", "cert_1_last_rotated",
        "cert_2_active", "cert_2_last_rotated",
    ]

    private static let root = line([
        "user": "<root_account>", "arn": "arn:aws:iam::111111111111:root", "password_enabled": "not_supported",
        "password_last_changed": "not_supported", "password_next_rotation": "not_supported",
    ])

    /// A row with everything not given as for a user without password and keys.
    private static func line(_ values: [String: String], columns: [String] = columns) -> String {
        let plain = [
            "user": "anna", "arn": "arn:aws:iam::111111111111:user/anna", "user_creation_time": "2026-01-01T12:00:00Z",
            "password_enabled": "false", "mfa_active": "false", "access_key_1_active": "false",
            "access_key_2_active": "false", "cert_1_active": "false", "cert_2_active": "false",
        ]
        return columns.map { values[$0] ?? plain[$0] ?? "N/A" }.joined(separator: ",")
    }

    private static let extra = columns + ["additional_credentials_info"]

    private func rows(_ lines: [String], columns: [String] = columns, end: String = "\n") throws -> [CredentialReport
        .Row]
    {
        let text = ([columns.joined(separator: ",")] + lines).joined(separator: end)
        return try CredentialReportTable(Array(text.utf8)).report(generatedAt: .distantPast).rows
    }

    private func anna(_ values: [String: String]) throws -> CredentialReport.Row {
        try #require(try rows([Self.root, Self.line(values)]).first)
    }

    private static let keyed = [
        "access_key_1_active": "true", "access_key_1_last_rotated": "2026-02-01T00:00:00+00:00",
        "access_key_1_last_used_date": "2026-03-01T10:15:00+00:00", "access_key_1_last_used_region": "eu-west-1",
        "access_key_1_last_used_service": "s3",
    ]

    @Test func `a fraction of a second makes no report unreadable, and counts for nothing`() throws {
        let row = try #require(
            try rows([Self.root, Self.line(["user_creation_time": "2026-01-01T12:00:00.678Z"])]).first)
        #expect(row.userCreatedAt == InstantText.read("2026-01-01T12:00:00Z"))
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a user's row is read, and root's is no user`(end: String) throws {
        let rows = try rows([Self.root, Self.line(Self.keyed)], end: end)
        #expect(rows.map(\.arn) == ["arn:aws:iam::111111111111:user/anna"])
        let row = try #require(rows.first)
        let created = try Date("2026-01-01T12:00:00Z", strategy: .iso8601)
        let rotated = try Date("2026-02-01T00:00:00Z", strategy: .iso8601)
        let used = try Date("2026-03-01T10:15:00Z", strategy: .iso8601)
        #expect(row.userCreatedAt == created)
        #expect(row.slots[0].isActive && row.slots[0].rotatedAt == rotated)
        #expect(row.slots[0].lastUse == .used(at: used, service: "s3", region: "eu-west-1"))
        #expect(!row.slots[1].isTaken && row.showsKeys && !row.hasMore)
        #expect(row.password.enabled == false && row.mfa == false)
    }

    @Test func `a report may end with a line end or without`() throws {
        #expect(try rows([Self.root, Self.line([:])]).count == 1)
        let text = Self.columns.joined(separator: ",") + "\n" + Self.root + "\n"
        #expect(try CredentialReportTable(Array(text.utf8)).report(generatedAt: .distantPast).rows.isEmpty)
    }

    @Test(arguments: ["TRUE", "true", "True"])
    func `flags are read whatever their case`(text: String) throws {
        #expect(try anna(["mfa_active": text]).mfa == true)
        #expect(try anna(["access_key_2_active": text]).slots[1].isActive)
    }

    @Test func `a flag that says something else is unknown`() throws {
        #expect(try anna(["password_enabled": "not_supported"]).password.enabled == nil)
    }

    @Test func `never used, used without a region, and unknown`() throws {
        var values = Self.keyed
        values["access_key_1_last_used_region"] = "N/A"
        guard case .used(_, "s3", nil) = try anna(values).slots[0].lastUse else {
            Issue.record("a region of N/A is no region")
            return
        }
        values["access_key_1_last_used_date"] = "N/A"
        #expect(try anna(values).slots[0].lastUse == .never)
        values["access_key_1_last_used_date"] = "no_information"
        guard case .unknown = try anna(values).slots[0].lastUse else {
            Issue.record("no_information is not never")
            return
        }
    }

    @Test func `the column for further credentials is read where there is one`() throws {
        func more(_ value: String) throws -> Bool {
            let lines = [
                Self.line([:], columns: Self.extra).replacingUser,
                Self.line(["additional_credentials_info": value], columns: Self.extra),
            ]
            return try rows(lines, columns: Self.extra)[0].hasMore
        }
        #expect(try more("3 more access keys"))
        #expect(try !more("N/A"))
        #expect(try !more(""))
    }

    @Test func `columns are found by name, and unknown ones are ignored`() throws {
        let shuffled = ["something_new"] + Self.columns.reversed()
        let root = Self.line(["user": "<root_account>"], columns: shuffled)
        let rows = try rows([root, Self.line(Self.keyed, columns: shuffled)], columns: shuffled)
        #expect(rows[0].slots[0].isActive)
    }

    @Test func `names with commas are read quoted and unquoted`() throws {
        let quoted = Self.line(["user": "\"a,b\"", "arn": "\"arn:aws:iam::111111111111:user/a,b\""])
        let bare = Self.line(["user": "a,b", "arn": "arn:aws:iam::111111111111:user/a,b"])
        for line in [quoted, bare] {
            #expect(try rows([Self.root, line]).map(\.arn) == ["arn:aws:iam::111111111111:user/a,b"])
        }
    }

    @Test func `the fingerprint changes with the keys and not with their use`() throws {
        let before = try anna(Self.keyed).fingerprint
        func after(_ column: String, _ value: String) throws -> String {
            var values = Self.keyed
            values[column] = value
            return try anna(values).fingerprint
        }
        #expect(try after("access_key_1_last_used_date", "2026-03-02T10:15:00+00:00") == before)
        #expect(try after("password_last_used", "2026-03-02T10:15:00+00:00") == before)
        #expect(try after("access_key_1_active", "false") != before)
        #expect(try after("access_key_1_last_rotated", "2026-02-01T00:00:01+00:00") != before)
        #expect(try after("access_key_2_active", "true") != before)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let says: String
    }

    private static func bytes(_ lines: [String], columns: [String] = columns) -> [UInt8] {
        Array(([columns.joined(separator: ",")] + lines).joined(separator: "\n").utf8)
    }

    @Test(arguments: [
        Bad(testDescription: "nothing", bytes: [], says: "it is empty"),
        Bad(testDescription: "no root row", bytes: bytes([line([:])]), says: "no root row"),
        Bad(testDescription: "only a header", bytes: bytes([]), says: "no root row"),
        Bad(
            testDescription: "a missing column",
            bytes: bytes([], columns: columns.filter { $0 != "access_key_2_active" }),
            says: "no column access_key_2_active"),
        Bad(testDescription: "a column twice", bytes: bytes([], columns: columns + ["arn"]), says: "occurs twice"),
        Bad(testDescription: "a short row", bytes: bytes([root, "anna,arn"]), says: "line 3 has 2 columns"),
        Bad(testDescription: "a long row", bytes: bytes([root, line([:]) + ",x"]), says: "line 3 has 23 columns"),
        Bad(
            testDescription: "an invalid date",
            bytes: bytes([root, line(["access_key_1_last_rotated": "yesterday"])]), says: "which isn't a date"),
        Bad(
            testDescription: "a date with control characters",
            bytes: bytes([root, line(["access_key_1_last_rotated": "yes\u{1B}[2J\u{202E}terday"])]),
            says: "access_key_1_last_rotated says \"yes?[2J?terday\", which isn't a date"),
        Bad(
            testDescription: "no creation time", bytes: bytes([root, line(["user_creation_time": "N/A"])]),
            says: "no creation time"),
        Bad(testDescription: "an open quote", bytes: bytes([root, "\"anna"]), says: "never closed"),
        Bad(testDescription: "text after a quote", bytes: bytes([root, "\"a\"b,c"]), says: "after a closing quote"),
        Bad(testDescription: "bytes that are no text", bytes: bytes([root]) + [0x0A, 0xFF, 0xFE], says: "not UTF-8"),
        Bad(testDescription: "a web page", bytes: Array("<html><body>503</body></html>".utf8), says: "no column user"),
    ])
    func `what is not a whole report is refused with a reason`(bad: Bad) {
        do {
            _ = try CredentialReportTable(bad.bytes).report(generatedAt: .distantPast)
            Issue.record("it was read")
        } catch {
            #expect("\(error)".contains(bad.says), "\(error)")
        }
    }
}

extension String {
    /// The same row as root's.
    fileprivate var replacingUser: String { "<root_account>" + drop { $0 != "," } }
}
