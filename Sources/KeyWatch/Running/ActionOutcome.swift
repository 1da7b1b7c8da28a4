import KeyPolicy

/// What became of one planned action.
package enum ActionOutcome: Hashable, Sendable {
    case delivered
    case done
    case failed(String)
    case skipped(String)

    package var word: String {
        switch self {
        case .delivered: "delivered"
        case .done: "done"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }

    package var error: String? {
        switch self {
        case .delivered, .done: nil
        case .failed(let why), .skipped(let why): why
        }
    }
}
