extension AWSError {
    /// The code of an answer that gives none that can be read.
    static func code(of status: Int) -> String { "HTTP\(status)" }

    /// Whether AWS itself said no: a status from 400 to 499 with a code that can be read.
    ///
    /// Only that is certain. A 5xx may come after the call was carried out, and so may anything that was not written by the
    /// service: a proxy's page, a redirect, an answer that was cut short.
    package var isDefiniteNo: Bool {
        guard kind == .refused, let status, (400..<500).contains(status) else { return false }
        return code != Self.code(of: status)
    }
}
