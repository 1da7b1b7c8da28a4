#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a file whole, up to a limit; follows links, and takes pipes as well as files.
struct BoundedFile {
    /// Why it can't be read, as the system says it.
    struct Failure: Error {
        let why: String
        let isMissing: Bool
    }

    let path: String
    let maxBytes: Int

    func read() throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Self.failure(errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maxBytes {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes += chunk.prefix(count)
            if count < chunk.count {
                if ferror(file) != 0 { throw Self.failure(errno) }
                return bytes
            }
        }
        throw Failure(why: "it is larger than \(maxBytes) bytes", isMissing: false)
    }

    private static func failure(_ code: Int32) -> Failure {
        let why = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Failure(why: why.prefix(1).lowercased() + why.dropFirst(), isMissing: code == ENOENT || code == ENOTDIR)
    }
}
