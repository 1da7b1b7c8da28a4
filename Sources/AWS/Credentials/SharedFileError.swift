/// Why a shared config or credentials file cannot be read. The line's text is never repeated: it may be a secret.
enum SharedFileError: Error, Equatable {
    case unreadable
    case tooLarge(limit: Int)
    case malformed(String, line: Int)

    /// One sentence, naming the file.
    func sentence(file: String) -> String {
        switch self {
        case .unreadable: "\(file) cannot be read; check its owner and mode."
        case .tooLarge(let limit): "\(file) is larger than \(limit) bytes, so it is no AWS configuration file."
        case .malformed(let what, let line): "\(file), line \(line): \(what)."
        }
    }

    /// Zero for what concerns the whole file.
    var line: Int {
        if case .malformed(_, let line) = self { line } else { 0 }
    }
}
