/// What a container's credentials endpoint wants to see in `Authorization`.
struct ContainerAuthorization: Sendable {
    private let file: String?
    private let fixed: String?
    private let readFile: FileReader

    init(environment: [String: String], readFile: @escaping FileReader) {
        file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
            .flatMap { $0.trimmed.isEmpty ? nil : UserPaths(environment).named($0.trimmed) }
        fixed = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        self.readFile = readFile
    }

    /// The file's content, read anew each time since it is renewed; else the variable's; else nil.
    func value() throws(AWSError) -> String? {
        if let file { return try TokenFile(path: file, what: "container authorization token").read(readFile) }
        guard let fixed else { return nil }
        guard fixed.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .credentials("AWS_CONTAINER_AUTHORIZATION_TOKEN holds a character that cannot stand in a header.")
        }
        return fixed
    }
}
