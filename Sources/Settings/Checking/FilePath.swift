/// Rules for paths in a configuration.
enum FilePath {
    /// Why a path can't be one, or nil.
    static func objection(to path: String) -> String? {
        if path.isEmpty { return "the path is empty" }
        if path.hasPrefix("~") { return "~ isn't expanded here; write the whole path" }
        if path.utf8.count > 1_024 || Shown.hasControl(path) { return "that isn't a path" }
        return nil
    }

    static func resolve(_ path: String, from directory: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty || directory == "." { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}
