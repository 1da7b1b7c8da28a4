import KeyWatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes sure that what follows an act can be written down too: a disk that is full right after a key was switched off could
/// not say so.
enum DiskRoom {
    /// Bytes: twice what SQLite moves from its log into the file at a time (1,000 pages), far above what one act writes.
    static let needed: UInt64 = 8 * 1_024 * 1_024

    /// Throws `LedgerError.full` when the disk that holds `path` has less room than that.
    static func check(_ path: String) throws {
        var status = statvfs()
        // Where the system doesn't say, the writes themselves will.
        guard statvfs(path, &status) == 0 else { return }
        let (free, isMore) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        guard isMore || free >= needed else { throw LedgerError.full(place: path) }
    }
}
