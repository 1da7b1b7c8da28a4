import FoundationEssentials

/// The bytes of a file, or nil when there is none. Throws when there is one that cannot be read.
package typealias FileReader = @Sendable (String) throws -> [UInt8]?

/// The files of this machine.
package enum LocalFile {
    /// The bytes of a file of at most one megabyte and one byte, or nil when there is none.
    @Sendable package static func any(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Array(try Data(contentsOf: URL(filePath: path)).prefix(SharedFile.limit + 1))
    }

    /// The same, where a folder, a device or a pipe counts as none: `/dev/null` is how people say "no file".
    @Sendable package static func regular(_ path: String) throws -> [UInt8]? {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return try any(path)
    }
}
