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
}
