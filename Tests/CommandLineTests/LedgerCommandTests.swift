import ArgumentParser
import FoundationEssentials
import KeyPolicy
import KeyWatch
import SQLiteLedger
import Testing

@testable import relevo

/// `relevo ledger` between two files.
struct LedgerCommandTests {
    /// A folder with a configuration, and a ledger of three events.
    private struct Folder {
        let path = FileManager.default.temporaryDirectory.path() + "relevo-test-\(UUID().uuidString)"

        init() async throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data("mode: enforce\nslack: {token: env:SLACK_BOT_TOKEN, channel: C0123456789}\n".utf8)
                .write(to: URL(filePath: "\(path)/relevo.yaml"))
            let ledger = try SQLiteLedger(path: "\(path)/relevo.db")
            let fence = try #require(
                await ledger.acquireLease(holder: Sample.run, now: Sample.now, until: Sample.days(1)))
            try await ledger.append(
                [
                    .run(.started(version: "1"), at: Sample.now),
                    .about(Sample.account().id, .known(since: Sample.now), at: Sample.now),
                    .run(.ledgerConfirmed, at: Sample.now),
                ], run: fence.holder, fence: fence)
            try await ledger.releaseLease(fence)
        }

        func remove() { try? FileManager.default.removeItem(atPath: path) }

        func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

        /// The command's exit status and what it printed; nothing if it failed.
        func relevo(_ words: String...) async throws -> (status: Int32, output: String) {
            let out = "\(path)/out.txt"
            try? FileManager.default.removeItem(atPath: out)
            let options = ["--config", "\(path)/relevo.yaml", "--output", out, "--quiet"]
            var command = try #require(try Relevo.parseAsRoot(words + options) as? any AsyncParsableCommand)
            do {
                try await command.run()
            } catch let code as ExitCode {
                return (code.rawValue, "")
            }
            return (0, String(decoding: FileManager.default.contents(atPath: out) ?? Data(), as: UTF8.self))
        }
    }

    @Test func `a copy says what it has and what to do next, and is verified like the ledger`() async throws {
        let folder = try await Folder()
        defer { folder.remove() }
        let verified = try await folder.relevo("history", "--verify")
        #expect(verified.status == 0)
        #expect(
            verified.output.hasPrefix("3 events in 2 chains, 0 ended runs: every hash is correct, nothing is missing."))
        let root = verified.output.split(separator: "\n").last ?? ""
        #expect(root.hasPrefix("root "))

        let done = try await folder.relevo("ledger", "copy", "sqlite:relevo.db", "sqlite:copy.db")
        #expect(done.status == 0)
        expect(
            done.output,
            is: """
                3 events in 2 chains: sqlite:copy.db has the same events, open messages and open promises as \
                sqlite:relevo.db.
                \(root)
                Set `ledger: sqlite:copy.db` in the configuration now. Keep sqlite:relevo.db untouched, and never run \
                with both: after the first run with one, Relevo refuses to run with the other, as an older copy.
                """)
        #expect(try await folder.relevo("ledger", "verify").output == verified.output)
        #expect(try await folder.relevo("ledger", "verify", "sqlite:copy.db").output == verified.output)
        #expect(try await folder.relevo("ledger", "verify", "--root", String(repeating: "0", count: 64)).status == 1)
    }

    @Test func `what isn't there is not made, and one ledger is not two`() async throws {
        let folder = try await Folder()
        defer { folder.remove() }
        #expect(try await folder.relevo("ledger", "copy", "sqlite:none.db", "sqlite:copy.db").status == 1)
        #expect(try await folder.relevo("ledger", "verify", "sqlite:none.db").status == 1)
        #expect(!folder.has("none.db") && !folder.has("copy.db"))
        #expect(try await folder.relevo("ledger", "copy", "sqlite:relevo.db", "sqlite:./relevo.db").status == 64)
        #expect(try await folder.relevo("ledger", "verify").status == 0)
    }

    @Test(arguments: [
        ("ledger copy sqlite:a.db sqlite:a.db", "<from> and <to> must be different ledgers."),
        ("ledger verify --root 12", "--root takes a root as a run prints it"),
        ("ledger copy sqlite:a.db", "Missing expected argument '<to>'"),
    ])
    func `a wrong command line is refused`(given: String, refusal: String) {
        do {
            _ = try Relevo.parseAsRoot(given.split(separator: " ").map(String.init))
            Issue.record("it was taken")
        } catch {
            #expect(Relevo.message(for: error).hasPrefix(refusal))
            #expect(Relevo.exitCode(for: error).rawValue == 64)
        }
    }
}
