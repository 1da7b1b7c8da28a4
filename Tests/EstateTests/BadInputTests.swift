import Foundation
import Testing

/// For every bad input: one clear sentence, the fix, the right status, and nothing lost.
///
/// One table, a file per kind of input: what the person writes (`+configuration`, `+files`, `+profiles`), what AWS and
/// Slack answer (`+aws…`, `+slack`), what the ledger contains (`+ledger`).
@Suite(.serialized, SharedBench())
struct BadInputTests {
    static let rows = configuration + files + profiles + aws + slack + ledger

    @Test(.timeLimit(.minutes(20)), arguments: rows)
    func `a sentence with its fix, the status, and nothing lost`(_ bad: BadInput) async throws {
        try await Self.check(bad)
    }

    /// Only root can be somebody else, or mount a disk.
    private static let isRoot =
        getuid() == 0 && ["/usr/bin/setpriv", "/usr/bin/unshare"].allSatisfy(FileManager.default.isExecutableFile)

    @Test(
        .enabled(if: isRoot, "needs root, setpriv and unshare: another user, and a disk of its own"),
        .timeLimit(.minutes(20)), arguments: rootRows)
    func `the same, where it takes root to put it in`(_ bad: BadInput) async throws {
        try await Self.check(bad)
    }

    @Test func `there are at least sixty, each with a name of its own`() {
        let names = (Self.rows + Self.rootRows).map(\.testDescription)
        #expect(names.count >= 60)
        #expect(Set(names).count == names.count)
    }

    private static func check(_ bad: BadInput) async throws {
        let bench = try #require(BadInputBench.current)
        try await bench.withRow { estate in
            try await bad.put(estate)
            var fileBefore: Data?
            if case .file(let name) = bad.ledger { fileBefore = estate.folder.bytesIfThere(name) }
            let ended = try await bad.run(estate)
            let said = estate.shown(ended.complaints)
            #expect(said == bad.says, "it said:\n\(said)\nand printed:\n\(ended.output.prefix(3_000))")
            #expect(ended.status == bad.status)
            let printed = estate.shown(ended.output)
            for part in bad.prints { #expect(printed.contains(part), "it printed:\n\(printed.prefix(3_000))") }
            if bad.prints.isEmpty { #expect(printed.isEmpty, "it printed:\n\(printed.prefix(3_000))") }
            try await bench.expectNothingLost(estate, bad.ledger, fileBefore: fileBefore)
        }
    }
}
