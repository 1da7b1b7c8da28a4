import FoundationEssentials
import Testing

@testable import AWS

/// Compared with botocore: `Fixtures/make_precedence.py` records the source that it chooses.
struct PrecedenceTests {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let environment: [String: String]
        let config: String
        let credentials: String
        let source: String
        let accessKeyID: String?
        /// Cases in which Relevo deliberately chooses another source than botocore.
        let relevo: String?
        let relevoKeyID: String?
        let why: String?

        var testDescription: String { name }
    }

    struct Sheet: Decodable { let rows: [Row] }

    static let rows: [Row] = {
        let bytes = (try? Fixture.bytes("precedence.json")) ?? []
        return (try? JSONDecoder().decode(Sheet.self, from: Data(bytes)))?.rows ?? []
    }()

    @Test func `there are enough rows, and few differ`() {
        #expect(Self.rows.count >= 60)
        #expect(Self.rows.filter { $0.relevo != nil }.count <= 3)
        #expect(Self.rows.allSatisfy { ($0.relevo == nil) == ($0.why == nil) })
    }

    @Test(arguments: rows)
    func `chooses the source that botocore chooses`(_ row: Row) async throws {
        let printed = "{\"Version\": 1, \"AccessKeyId\": \"AKIAPROCESS000000000\", \"SecretAccessKey\": \"s\"}"
        var found: DefaultCredentialsChain?
        do {
            found = try Made.chain(
                row.environment, config: row.config, credentials: row.credentials,
                processes: ScriptedRunner(printing: printed))
        } catch let error as AWSError {
            #expect(error.kind == .credentials)
        }
        let expected = row.relevo ?? row.source
        #expect((found.map { kind(of: $0.source) } ?? "refused") == (wanted(expected)))
        if let id = row.relevo == nil ? row.accessKeyID : row.relevoKeyID {
            #expect(try await found?.credentials().accessKeyID == id)
        }
    }

    /// Where botocore finds no credentials it returns none; here that is an error like the others.
    private func wanted(_ source: String) -> String { ["error", "nothing"].contains(source) ? "refused" : source }

    private func kind(of source: CredentialsSource) -> String {
        switch source {
        case .environment: "environment"
        case .role: "role"
        case .webIdentity: "webIdentity"
        case .sso: "sso"
        case .credentialsFile: "credentialsFile"
        case .process: "process"
        case .configFile: "configFile"
        case .container: "container"
        case .instance: "instance"
        }
    }
}
