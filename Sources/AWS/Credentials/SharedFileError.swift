/// Why a shared config or credentials file cannot be read. The line's text is never repeated: it may be a secret.
enum SharedFileError: Error, Equatable {
    case tooLarge(limit: Int)
    case notUTF8
    case malformed(String, line: Int)

    /// One sentence, naming the file.
    func sentence(file: String) -> String {
        switch self {
        case .tooLarge(let limit): "\(file) is larger than \(limit) bytes, so it is no AWS configuration file."
        case .notUTF8: "\(file) is not UTF-8 text."
        case .malformed(let what, let line): "\(file), line \(line): \(what)."
        }
    }
}
