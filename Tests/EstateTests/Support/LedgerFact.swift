import LocalSlack

/// An event of the ledger as `relevo history --format json` prints it.
struct LedgerFact: Sendable {
    let kind: String
    let run: String
    let account: String?
    let key: String?
    /// What the event says, without its wrapping.
    let body: JSONValue

    init(_ event: JSONValue) {
        kind = event["kind"]?.string ?? ""
        run = event["runId"]?.string ?? ""
        let stream = event["stream"]?.string ?? ""
        account = stream.hasPrefix("account/") ? String(stream.dropFirst("account/".count)) : nil
        key = event["accessKeyId"]?.string
        // {"key": {"event": {"noticeClaimed": {…}}}}
        let inside = event["body"]?.object?.values.first?["event"]
        body = inside?.object?.values.first ?? .null
    }
}
