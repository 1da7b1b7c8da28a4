/// A file that holds one token, as others write and renew it.
struct TokenFile {
    let path: String
    /// What the token is, for errors.
    let what: String

    /// The token, without the white space around it.
    ///
    /// - Throws: when there is no such file, it cannot be read, or holds what cannot be a token.
    func read(_ readFile: FileReader) throws(AWSError) -> String {
        let bytes: [UInt8]?
        do { bytes = try readFile(path) } catch {
            throw .credentials("The \(what) file \(path) cannot be read; check its owner and mode.")
        }
        guard let bytes else { throw .credentials("There is no \(what) file \(path); check how it is put there.") }
        let token = String(decoding: bytes, as: UTF8.self).trimmed
        guard !token.isEmpty else { throw .credentials("The \(what) file \(path) is empty.") }
        // Checked here, since the token goes into a header or a form.
        guard bytes.count <= 20_000, token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("The \(what) file \(path) holds something that is no token.")
        }
        return token
    }
}
