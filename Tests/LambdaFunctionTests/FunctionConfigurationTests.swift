import Composition
import FoundationEssentials
import KeyPolicy
import Settings
import Testing

@testable import LambdaFunction

/// The function's configuration: JSON with a shared ledger, from the zip or from a parameter, and as a run keeps it.
struct FunctionConfigurationTests {
    private static let json = #"""
        {"accounts": {"organization": true, "exclude": ["222222222222"]}, "mode": "enforce",
         "policy": {"ladder": [60, 70], "deactivate-at": 80, "notice-days": 7, "late-notice-days": 20,
           "hours": {"zone": "America/Lima", "days": ["mon", "fri"], "from": "09:00", "to": "16:00"}},
         "slack": {"token": "ssm:/relevo/slack-token", "channel": "C0123456789"},
         "heartbeat-url": "https://hc.example.com/ping/secret-id", "ledger": "dynamodb:relevo"}
        """#

    private func configuration(
        _ json: String, from source: String = "relevo.json", zones: SystemZones = SystemZones(environment: [:])
    ) throws -> FunctionConfiguration {
        try FunctionConfiguration(json: Array(json.utf8), from: source, zones: zones)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: String
        let says: String

        init(_ name: String, _ json: String, _ says: String) {
            testDescription = name
            self.json = json
            self.says = says
        }
    }

    static let refused = [
        Row(
            "a file", #"{"ledger": "sqlite:keys/relevo.db"}"#,
            "relevo.json:1:1: ledger is sqlite:keys/relevo.db, which ends with the function; write ledger: "
                + "dynamodb:TABLE."),
        Row(
            "no ledger", "\n  {}",
            "relevo.json:2:3: ledger is sqlite:relevo.db, which ends with the function; write ledger: dynamodb:TABLE."),
        Row(
            "no table", #"{"ledger": "dynamodb:"}"#,
            "relevo.json:1:12: ledger must be dynamodb: and a table's name of 3 to 255 letters, digits, _, . or -, but "
                + "is \"dynamodb:\"."),
        Row("nothing", "", "relevo.json:1:1: the JSON ends too early."),
        Row("null", "null", "relevo.json:1:1: the configuration is empty; `relevo init` writes one to start from."),
        Row("YAML", "mode: notify", "relevo.json:1:1: a JSON value is expected here; text needs double quotes."),
    ]

    @Test(arguments: refused)
    func `a configuration that can't be used here is refused with a sentence`(_ row: Row) {
        let error = #expect(throws: SettingsError.self) { try configuration(row.json) }
        #expect(error?.description == row.says)
    }

    @Test func `a table is the ledger, and the source is named`() throws {
        let configuration = try configuration(#"{"ledger": "dynamodb:relevo"}"#, from: "the parameter /relevo")
        #expect(configuration.table == "relevo")
        #expect(configuration.source == "the parameter /relevo")
        #expect(configuration.checked.mode == .notify)
    }

    @Test func `a run keeps the configuration without the heartbeat's address, and its stages read it back`() throws {
        try TemporaryFolder.with { folder in
            try folder.write(Self.lima, to: "America/Lima")
            let zones = SystemZones(environment: ["TZDIR": folder.path])
            let whole = try configuration(Self.json, zones: zones)
            #expect(whole.checked.heartbeatURL == "https://hc.example.com/ping/secret-id")
            #expect(!whole.stored.contains("heartbeat-url"))
            #expect(!whole.stored.contains("secret-id"))

            let run: RunID = Made.id("run-10001")
            let read = try FunctionConfiguration(
                stored: whole.stored, of: run, zones: zones, heartbeatURL: whole.checked.heartbeatURL)
            #expect(read.checked == whole.checked)
            #expect(read.table == "relevo")
            #expect(read.stored == whole.stored)
            #expect(read.source == "the configuration of run run-10001")
            let without = try FunctionConfiguration(stored: whole.stored, of: run, zones: zones, heartbeatURL: nil)
            #expect(without.checked.heartbeatURL == nil)
        }
    }

    @Test func `the zip holds the configuration and the zones`() throws {
        try TemporaryFolder.with { folder in
            try folder.write(Array(Self.json.utf8), to: "relevo.json")
            try folder.write(Self.lima, to: "zoneinfo/America/Lima")
            let configuration = try FunctionPlaces(environment: ["LAMBDA_TASK_ROOT": folder.path]).configurationInZip()
            #expect(configuration.checked.policy.hours?.zone.name == "America/Lima")
            #expect(configuration.source == "relevo.json")
        }
    }

    @Test func `other zone files may be named, and a zone that is missing is refused`() throws {
        try TemporaryFolder.with { folder in
            try folder.write(Array(Self.json.utf8), to: "relevo.json")
            try folder.write(Self.lima, to: "zones/America/Lima")
            let named = FunctionPlaces(
                environment: ["LAMBDA_TASK_ROOT": folder.path, "TZDIR": "\(folder.path)/zones"])
            #expect(throws: Never.self) { try named.configurationInZip() }
            let unnamed = FunctionPlaces(environment: ["LAMBDA_TASK_ROOT": folder.path])
            let error = #expect(throws: SettingsError.self) { try unnamed.configurationInZip() }
            #expect(error?.description.contains("America/Lima") == true)
        }
    }

    @Test func `a zip without a configuration says so`() throws {
        try TemporaryFolder.with { folder in
            let places = FunctionPlaces(environment: ["LAMBDA_TASK_ROOT": folder.path])
            let error = #expect(throws: FunctionError.self) { try places.configurationInZip() }
            #expect(error?.kind == .refused)
            #expect(error?.message.contains("relevo.json can't be read: there is no such file") == true)
        }
    }

    @Test func `a parameter without a name is none`() {
        #expect(FunctionPlaces(environment: ["RELEVO_CONFIG": "/relevo/config"]).parameter == "/relevo/config")
        #expect(FunctionPlaces(environment: ["RELEVO_CONFIG": ""]).parameter == nil)
        #expect(FunctionPlaces(environment: [:]).parameter == nil)
    }

    /// Five hours behind UTC, compiled by `zic`.
    private static let lima =
        Data(
            base64Encoded:
                "VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAVFppZjIAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAABAAAAAgAAAAj/////jHRAvAH//7fEAAD//7mwAARMTVQALTA1AAo8LTA1PjUK"
        ).map(Array.init) ?? []
}

/// A folder for one test, removed when the test ends.
private struct TemporaryFolder {
    let path: String

    static func with(_ body: (TemporaryFolder) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path() + "relevo-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(TemporaryFolder(path: path))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let steps = name.split(separator: "/")
        try FileManager.default.createDirectory(
            atPath: ([path] + steps.dropLast().map(String.init)).joined(separator: "/"),
            withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }
}
