import LocalSlack
import Testing

/// What AWS and Slack themselves say.
extension Estate {
    /// A message in Slack, and what matters of it.
    struct Posted: Sendable {
        let channel: String
        let ts: String
        let thread: String?
        /// The person whose direct message it is.
        let person: String?
        /// Everything that is said in it: the fallback text and the blocks.
        let words: String

        init(_ message: JSONValue) {
            channel = message["channel"]?.string ?? ""
            ts = message["ts"]?.string ?? ""
            thread = message["thread_ts"]?.string
            person = message["user"]?.string
            words = ([message["text"]?.string ?? ""] + Self.texts(.array(message["blocks"]?.array ?? [])))
                .joined(separator: "\n")
        }

        private static func texts(_ value: JSONValue) -> [String] {
            switch value {
            case .array(let items): items.flatMap(texts)
            case .object(let fields):
                fields.sorted { $0.key < $1.key }.flatMap { name, field in
                    name == "text" ? field.string.map { [$0] } ?? texts(field) : texts(field)
                }
            default: []
            }
        }
    }

    /// Every message, in the order they were posted.
    func messages() async throws -> [Posted] {
        try await slack.get("/control/messages")["messages"]?.array?.map(Posted.init) ?? []
    }

    /// What a person was sent directly, without the explanations in its threads.
    func messages(to person: String) async throws -> [Posted] {
        try await messages().filter { $0.person == person && $0.thread == nil }
    }

    /// Everything in a channel.
    func messages(in channel: String) async throws -> [Posted] {
        try await messages().filter { $0.channel == channel }
    }

    /// What stands in a channel itself, or in its threads.
    func messages(in channel: String, threads: Bool) async throws -> [Posted] {
        try await messages().filter { $0.channel == channel && ($0.thread != nil) == threads }
    }

    /// A user as AWS has it.
    func user(_ name: String, in account: String = "222222222222") async throws -> JSONValue? {
        let state = try await aws.get("/estate/state")
        return state["accounts"]?[account]?["users"]?.array?.first { $0["userName"]?.string == name }
    }

    /// The only key of a user, as AWS has it.
    func key(of name: String, in account: String = "222222222222") async throws -> JSONValue {
        let keys = try await user(name, in: account)?["keys"]?.array ?? []
        try #require(keys.count == 1, "\(name) has \(keys.count) keys")
        return keys[0]
    }

    func keyID(of name: String, in account: String = "222222222222") async throws -> String {
        try #require(try await key(of: name, in: account)["accessKeyId"]?.string)
    }

    func status(of name: String, in account: String = "222222222222") async throws -> String {
        try #require(try await key(of: name, in: account)["status"]?.string)
    }

    /// Every change of IAM that came over the wire.
    func changes() async throws -> [JSONValue] {
        try await aws.get("/estate/log")["log"]?.array ?? []
    }

    /// The keys that were deactivated over the wire, by AWS's own record, in that order.
    func deactivations() async throws -> [String] {
        try await changes().filter {
            $0["action"]?.string == "UpdateAccessKey" && $0["status"]?.string == "Inactive"
                && ($0["outcome"]?.number ?? 500) < 400
        }.compactMap { $0["accessKeyId"]?.string }
    }

    /// Whether a rule of the proxy has struck yet, by its place among the rules.
    func struck(_ rule: Int) async throws -> Bool {
        let rules = try await proxy.get("/proxy/rules")["rules"]?.array ?? []
        return rule < rules.count && (rules[rule]["applied"]?.number ?? 0) > 0
    }
}

extension JSONValue {
    var number: Double? {
        if case .number(let value) = self { value } else { nil }
    }

    var list: [JSONValue] { array ?? [] }
}

/// A key's id as the security channel shows it.
func masked(_ key: String) -> String { "\(key.prefix(4))…\(key.suffix(4))" }

/// An event of the ledger as `relevo history --format json` prints it.
struct LedgerFact: Sendable {
    let kind: String
    let run: String
    let account: String?
    let key: String?
    /// The event's content, without its wrapping.
    let body: JSONValue

    init(_ event: JSONValue) {
        kind = event["kind"]?.string ?? ""
        run = event["runId"]?.string ?? ""
        let stream = event["stream"]?.string ?? ""
        account = stream.hasPrefix("account/") ? String(stream.dropFirst("account/".count)) : nil
        key = event["accessKeyId"]?.string
        // {"key": {"event": {"noticeQueued": {…}}}}
        let inside = event["body"]?.object?.values.first?["event"]
        body = inside?.object?.values.first ?? .null
    }
}
