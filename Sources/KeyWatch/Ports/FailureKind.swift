/// Why something could not be read, for readers who get no raw answers of AWS.
package enum FailureKind: String, CaseIterable, Hashable, Codable, Sendable {
    case notAllowed
    case throttled
    /// No answer, or none that can be understood.
    case noAnswer
    case tooSlow
    /// Left out by `--account`.
    case notAsked
    case other
}

/// An error that knows its kind.
package protocol ClassifiedFailure: Error {
    var failureKind: FailureKind { get }
}

extension FailureKind {
    package init(_ error: any Error) {
        self = (error as? any ClassifiedFailure)?.failureKind ?? .other
    }
}
