extension Configuration {
    /// The same configuration with its relative paths counted from `directory`: a job started elsewhere must not find
    /// another ledger, or none.
    package func withPaths(from directory: String) -> Configuration {
        var resolved = self
        if case .sqlite(let path) = ledger {
            resolved.ledger = .sqlite(path: FilePath.resolve(path, from: directory))
        }
        if case .file(let path) = slack?.token {
            resolved.slack?.token = .file(path: FilePath.resolve(path, from: directory))
        }
        return resolved
    }
}
