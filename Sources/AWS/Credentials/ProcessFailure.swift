/// Why a program gave no result at all.
package enum ProcessFailure: Error, Sendable, Equatable {
    case notFound
    case cannotStart
    case timedOut(seconds: Int)
    case tooMuchOutput(limit: Int)
}
