import Foundation
import Testing

@testable import AWS

struct LocalFileTests {
    @Test func `a folder, a device, a pipe and what isn't there count as no file`() throws {
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
