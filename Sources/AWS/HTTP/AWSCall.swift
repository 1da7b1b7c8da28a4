import FoundationEssentials

/// One call: what is asked of which service, in the service's own protocol.
struct AWSCall: Sendable {
    /// How errors are read.
    enum Wire: Sendable {
        case query
        case json
    }

    var service: AWSService
    var operation: String
    var wire: Wire
    var contentType: String
    var target: String?
    var body: [UInt8]
    /// Whether an attempt without an answer may have changed something.
    var changesState = false
    /// On the wire clock: from then on no attempt is sent any more.
    var notAfter: Date?
    /// Whether it is signed with the scope's credentials; a few calls exchange something else for credentials.
    var isSigned = true
    /// Values in the body that must not be shown, should the service repeat them in an error.
    var secrets: [String] = []
}
