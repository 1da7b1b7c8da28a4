import ArgumentParser
import FoundationEssentials
import Testing

@testable import relevo

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that `--output` names.
struct OutputFileTests {
    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test func `only the owner may read it, also where it replaces another`() throws {
        try TemporaryDirectory.with { directory in
            let path = "\(directory.path)/keys.csv"
            try OutputFile(path).write("one\n")
            #expect(Self.mode(path) == 0o600)
            chmod(path, 0o644)
            try OutputFile(path).write("two\n")
            #expect(Self.mode(path) == 0o600)
            #expect(try Self.text(path) == "two\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["keys.csv"])
        }
    }

    @Test func `the file behind a link is replaced, and the link stays`() throws {
        try TemporaryDirectory.with { directory in
            try directory.write("old", to: "file")
            symlink("\(directory.path)/file", "\(directory.path)/link")
            try OutputFile("\(directory.path)/link").write("new")
            #expect(try Self.text("\(directory.path)/file") == "new")
            let behind = try FileManager.default.destinationOfSymbolicLink(atPath: "\(directory.path)/link")
            #expect(behind.hasSuffix("/file"))
        }
    }

    @Test func `a device is written to and stays a device`() throws {
        try OutputFile("/dev/null").write("text")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func `a folder and a folder that isn't there are refused before any work`() throws {
        try TemporaryDirectory.with { directory in
            let path = directory.path
            #expect(throws: OutputError.isFolder(path)) { try OutputFile(path) }
            #expect(throws: OutputError.isFolder("\(path)/new/")) { try OutputFile("\(path)/new/") }
            #expect(throws: OutputError.isFolder("")) { try OutputFile("") }
            #expect(throws: OutputError.noFolder("\(path)/nowhere/a")) { try OutputFile("\(path)/nowhere/a") }
        }
    }

    @Test func `nothing is written by a command that fails`() async throws {
        let directory = FileManager.default.temporaryDirectory.path() + "relevo-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = "\(directory)/a"
        func output() throws -> CommandOutput {
            try CommandOutput(GeneralOptions.parse(["-o", path]), pages: true, environment: [:])
        }
        let failing = try output()
        await #expect(throws: AppContextError.self) {
            try await failing.closing {
                failing.print("half")
                throw AppContextError.ledgerUnsound(1)
            }
        }
        #expect(access(path, F_OK) != 0)
        let passing = try output()
        try await passing.closing {
            passing.print("one")
            passing.print("two")
        }
        #expect(try Self.text(path) == "one\ntwo\n")
        #expect(!passing.isTerminal)
    }
}

/// One after the other: showing a text changes what the process does with SIGPIPE.
@Suite(.serialized)
struct PagerTests {
    @Test func `RELEVO_PAGER comes before PAGER, and less is the default`() {
        #expect(Pager(environment: ["RELEVO_PAGER": "most", "PAGER": "more"])?.command == "most")
        #expect(Pager(environment: ["PAGER": "more -s"])?.command == "more -s")
        #expect(Pager(environment: [:])?.command.hasSuffix("exec less -FRX") == true)
    }

    @Test(arguments: [
        ["RELEVO_PAGER": "", "PAGER": "less"], ["PAGER": " "], ["PAGER": "cat"], ["TERM": "dumb", "PAGER": "less"],
    ])
    func `there may be none`(environment: [String: String]) {
        #expect(Pager(environment: environment) == nil)
    }

    @Test func `only output that is longer than the terminal is paged`() {
        #expect(!Pager.isLong("a\nb\n", rows: 3))
        #expect(Pager.isLong("a\nb\nc\n", rows: 3))
    }

    @Test func `the pager gets the whole text`() throws {
        try TemporaryDirectory.with { directory in
            let text = String(repeating: "every user and key\n", count: 20_000)
            let path = "\(directory.path)/shown"
            let pager = try #require(Pager(environment: ["PAGER": "cat > \(path)"]))
            #expect(pager.show(text, rows: 10))
            #expect(try Data(contentsOf: URL(filePath: path)).count == text.utf8.count)
        }
    }

    @Test func `a pager that is closed early, or can't be started, ends nothing`() throws {
        let text = String(repeating: "every user and key\n", count: 20_000)
        let early = try #require(Pager(environment: ["PAGER": "head -n 1 >/dev/null"]))
        let missing = try #require(Pager(environment: ["PAGER": "/nowhere/pager 2>/dev/null"]))
        #expect(early.show(text, rows: 10))
        #expect(!missing.show(text, rows: 10))
        #expect(!early.show("short\n", rows: 10))
    }
}
