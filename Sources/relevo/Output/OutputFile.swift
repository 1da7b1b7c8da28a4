#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that `--output` names. It is written whole or not at all, and only its owner may read it (mode 0600), because
/// names of users and ids of keys are in it.
struct OutputFile: Sendable {
    /// As it was given.
    let path: String
    /// Where the data goes: the file behind a symbolic link.
    private let target: String
    /// A device or a pipe can't be replaced: it is written to.
    private let isDevice: Bool

    /// Checks the place before any work is done, and creates nothing.
    init(_ path: String) throws(OutputError) {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            if kind == S_IFDIR { throw .isFolder(path) }
            isDevice = kind != S_IFREG
            target = Self.resolved(path) ?? path
        } else {
            if path.isEmpty || path.hasSuffix("/") { throw .isFolder(path) }
            isDevice = false
            target = path
        }
        guard !isDevice else { return }
        let folder = Self.folder(of: target)
        guard access(folder, F_OK) == 0 else { throw .noFolder(path) }
        guard access(folder, W_OK | X_OK) == 0 else { throw .cannotWrite(path: path, why: Self.why(errno)) }
    }

    func write(_ text: String) throws(OutputError) {
        var name = Array("\(target).XXXXXX".utf8CString)
        // mkstemp creates with mode 0600.
        let file = isDevice ? open(target, O_WRONLY) : mkstemp(&name)
        guard file >= 0 else { throw .cannotWrite(path: path, why: Self.why(errno)) }
        let isWhole = Self.writeAll(text, to: file) && (isDevice || fsync(file) == 0)
        let code = errno
        let isClosed = close(file) == 0
        if isDevice, isWhole, isClosed { return }
        guard isWhole, isClosed, rename(name, target) == 0 else {
            let why = Self.why(isWhole ? errno : code)
            if !isDevice { unlink(name) }
            throw .cannotWrite(path: path, why: why)
        }
    }

    private static func writeAll(_ text: String, to file: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(file, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(file, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func why(_ code: Int32) -> String { String(cString: strerror(code)) }
}
