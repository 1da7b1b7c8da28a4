#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a file whole, up to a limit; follows links, and reads pipes as well as files.
package struct BoundedFile {
    /// Why it can't be read, as the end of a sentence.
    package struct Failure: Error {
        package let why: String
        package let isMissing: Bool
    }

    let path: String
    let maxBytes: Int

    package init(path: String, maxBytes: Int) {
        self.path = path
        self.maxBytes = maxBytes
    }

    package func read() throws(Failure) -> [UInt8] {
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
        let limit = maxBytes >= 1_000_000 ? "\(maxBytes / 1_000_000) MB" : "\(maxBytes) bytes"
        throw Failure(why: "it is larger than \(limit)", isMissing: false)
    }

    private static func failure(_ code: Int32) -> Failure {
        Failure(why: reason(code), isMissing: code == ENOENT || code == ENOTDIR)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT, ENOTDIR: return "there is no such file"
        case EISDIR: return "it is a folder"
        case EACCES, EPERM: return "permission denied"
        case ELOOP: return "its symbolic links form a loop"
        default:
            let text = strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return text.prefix(1).lowercased() + text.dropFirst()
        }
    }
}
