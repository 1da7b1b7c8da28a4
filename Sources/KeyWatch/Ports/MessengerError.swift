/// Slack refuses Relevo itself: nothing more is sent and nothing is deactivated.
package enum MessengerError: Error, Hashable, CustomStringConvertible {
    case refused(String)
    case cannotLookUp(String)

    package var description: String {
        switch self {
        case .refused(let why): why
        case .cannotLookUp(let why): "An earlier message could not be looked up in Slack: \(why.clause)."
        }
    }
}
