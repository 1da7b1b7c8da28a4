import Foundation
import FoundationEssentials
import Testing

@testable import AWS

struct LocalFileTests {
    @Test func `a folder, a device, a pipe and a missing file count as no file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "local file \(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path(percentEncoded: false)
        try Data("x".utf8).write(to: folder.appending(path: "file"))
        try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: "file")
        try FileManager.default.createSymbolicLink(atPath: path + "/nowhere", withDestinationPath: "gone")
        try FileManager.default.createSymbolicLink(atPath: path + "/loop", withDestinationPath: "loop")
        #expect(mkfifo(path + "/pipe", 0o600) == 0)
        #expect(try LocalFile.regular(path + "/file") == Array("x".utf8))
        #expect(try LocalFile.regular(path + "/link") == Array("x".utf8))
        for none in [path, path + "/pipe", path + "/gone", path + "/nowhere", path + "/loop", "/dev/null"] {
            #expect(try LocalFile.regular(none) == nil)
        }
    }
}

struct UserPathsTests {
    private func paths(_ environment: [String: String]) -> UserPaths {
        UserPaths(environment) { user in
            switch user {
            case nil: "/home/of-the-service"
            case "ana": "/home/ana/"
            default: nil
            }
        }
    }

    static let rows: [(environment: [String: String], path: String, whole: String?)] = [
        (["HOME": "/h"], "~/.aws/config", "/h/.aws/config"), (["HOME": "/h/"], "~/a", "/h/a"),
        (["HOME": "/h"], "~", "/h"),
        (["HOME": "/h"], "/a/~/b", "/a/~/b"), (["HOME": "/h"], "a~", "a~"), (["HOME": "/h"], "~ana/a", "/home/ana/a"),
        (["HOME": "/h"], "~nobody/a", nil), ([:], "~/a", "/home/of-the-service/a"),
        (["HOME": ""], "~/a", "/home/of-the-service/a"),
    ]

    @Test(arguments: rows)
    func `a tilde is the home from HOME, else from the password database`(
        _ environment: [String: String], _ path: String, _ whole: String?
    ) {
        #expect(paths(environment).path(path) == whole)
        #expect(paths(environment).named(path) == whole ?? path)
    }

    @Test func `variables that are set are replaced`() {
        let paths = paths(["A": "/a", "B_1": "$A"])
        for (path, whole) in [
            ("$A/b", "/a/b"), ("${A}b", "/ab"), ("x$B_1/y", "x$A/y"), ("$C/${C}", "$C/${C}"), ("a$", "a$"),
            ("${A", "${A"),
        ] {
            #expect(paths.filled(path) == whole)
        }
    }

    @Test func `the password database of this machine knows the current user`() {
        #expect(UserPaths.database(nil)?.hasPrefix("/") == true)
        #expect(UserPaths.database("root")?.hasPrefix("/") == true)
        #expect(UserPaths.database("nobody-by-this-name") == nil)
    }
}
