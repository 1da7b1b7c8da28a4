import AWS
import Composition
import KeyPolicy
import Settings

/// The function's configuration: JSON, from a parameter in Parameter Store or from the file in the function's zip.
struct FunctionConfiguration: Sendable {
    let tree: SettingsTree
    private(set) var checked: Configuration
    /// The table with the ledger.
    let table: String

    /// The name of the file beside the program.
    static let file = "relevo.json"

    /// Throws `SettingsError` for a configuration that can't be used here.
    init(json bytes: [UInt8], from source: String, zones: SystemZones) throws {
        try self.init(SettingsTree(json: bytes, file: source), zones: zones)
    }

    init(_ tree: SettingsTree, zones: SystemZones) throws {
        let checked = try Configuration(tree) { zones.zone(named: $0) }
        guard case .dynamoDB(let table) = checked.ledger else {
            throw SettingsError.refused([
                SettingsProblem(
                    tree.position,
                    "ledger is \(checked.ledger.text), which ends with the function; write ledger: dynamodb:TABLE.")
            ])
        }
        self.tree = tree
        self.checked = checked
        self.table = table
    }

    /// Where it is from, as errors name it.
    var source: String { tree.position.file }

    /// As a run keeps it for its stages: without what may not be written down.
    var stored: String { tree.withoutSecrets().json }

    /// - Parameter heartbeatURL: the stored form lacks it, because it is a secret.
    init(stored json: String, of run: RunID, zones: SystemZones, heartbeatURL: String?) throws {
        try self.init(json: Array(json.utf8), from: "the configuration of run \(run)", zones: zones)
        checked.heartbeatURL = heartbeatURL
    }
}

/// Where the function's configuration and zone files are.
struct FunctionPlaces: Sendable {
    let environment: [String: String]
    /// The folder that the zip was unpacked into.
    private let root: String

    init(environment: [String: String]) {
        root = environment["LAMBDA_TASK_ROOT"] ?? "."
        var environment = environment
        // The runtime's own image may have no zone files.
        if environment["TZDIR"] == nil { environment["TZDIR"] = "\(root)/zoneinfo" }
        self.environment = environment
    }

    var zones: SystemZones { SystemZones(environment: environment) }

    /// The parameter with the configuration; nil where the zip holds it.
    var parameter: String? { environment["RELEVO_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } }

    func configurationInZip() throws -> FunctionConfiguration {
        let path = "\(root)/\(FunctionConfiguration.file)"
        do {
            return try FunctionConfiguration(
                json: try BoundedFile(path: path, maxBytes: SettingsTree.maxBytes).read(),
                from: FunctionConfiguration.file, zones: zones)
        } catch let failure as BoundedFile.Failure {
            throw FunctionError(
                .refused,
                "The function's \(FunctionConfiguration.file) can't be read: \(failure.why). Pack a zip with a configuration "
                    + "(`make package CONFIG=relevo.yaml`), or name a parameter in RELEVO_CONFIG.")
        }
    }
}
