import FoundationEssentials
import KeyPolicy

@testable import KeyWatch
@testable import SQLiteLedger

extension FuzzedParser {
    private static let bodyWords = [
        "{\"key\":{\"event\":{", "{\"account\":{\"event\":{", "{\"outbox\":{\"event\":{", "{\"run\":{\"event\":{",
        "{\"exemption\":{\"event\":{", "\"noticeQueued\":{\"notice\":{", "\"noticeDelivered\":{", "\"deactivated\":{}",
        "\"gone\":{}",
        "\"message\":\"", "\"round\":1", "\"stage\":76", "\"binding\":true",
        "\"deadline\":\"2026-12-01T17:00:00.000Z\"",
        "\"recipient\":\"slack:U0123\"", "\"late\":false", "\"keyCreatedAt\":", "\"decidedAt\":",
        "\"delivery\":{",
        "\"channel\":\"C0123\"", "\"ts\":\"1.0\"", "\"at\":", "\"until\":", "\"reason\":\"r\"", "\"heads\":[",
        "\"stream\":\"runs\"",
        "\"sequence\":1", "\"hash\":\"", "\"counts\":{", "\"exitStatus\":0", "9223372036854775807",
        "-9223372036854775808", "1e308",
        "+292277026596-12-04T15:30:07.000Z", "}}}", "},", "null",
    ]

    /// The bodies of events, as a ledger gives them back.
    static let eventBody = FuzzedParser(name: "event-body", words: bodyWords) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let at = Date(timeIntervalSince1970: 1_800_000_000)
        guard let run = RunID(rawValue: "run-00000001"), let account = AccountID(rawValue: "111111111111"),
            let user = UserID(rawValue: "AIDAEXAMPLE00000001"), let key = AccessKeyID(rawValue: "AKIAEXAMPLE00000001")
        else { return }
        let event = LedgerEvent(
            stream: .account(account), sequence: 1, at: at, run: run, user: user, key: key, kind: "any", bodyText: text,
            previousHash: EventChain.origin, hash: EventChain.origin)
        guard let body = event.body else { return }
        let written = try LedgerEvent(
            NewEvent(stream: event.stream, at: at, user: user, key: key, body: body), run: run, after: nil)
        try FuzzFinding.unless(written.body == body, "written and read again it is another body: \(written.bodyText)")
        try FuzzFinding.unless(EventChain.fault(in: written, after: nil) == nil, "an event that is at fault at once")
        _ = try EventDocument(written).json()
        // What a history and the derived tables make of it.
        _ = InMemoryLedger(events: [written])
        if case .key(let keyEvent) = body {
            var history = KeyHistory()
            history.apply(keyEvent, at: at)
            history.apply(keyEvent, at: at)
            _ = history.latestDeadline
        }
    }

    /// The JSON columns of the SQLite ledger's other tables.
    static let ledgerRow = FuzzedParser(
        name: "ledger-row",
        words: bodyWords + [
            "\"user\":{", "\"account\":\"111111111111\"", "\"id\":\"AIDAEXAMPLE00000001\"", "\"name\":\"ana\"",
            "\"path\":\"/\"",
            "\"arn\":\"a\"", "\"createdAt\":1800000000000", "\"tags\":{}", "\"keys\":[", "\"status\":\"Active\"",
            "\"fingerprint\":",
            "\"listedAt\":", "\"scannedAt\":", "\"isComplete\":true", "\"activeKeys\":1", "\"payload\":\"\"",
            "\"queuedAt\":0",
            "\"makesTrue\":[", "\"isKept\":true",
        ]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        try again(OutboxMessage.self, text)
        try again(UserInventory.self, text)
        try again(AccountInventory.self, text)
    }

    private static func again<Value: Codable & Equatable>(_ type: Value.Type, _ text: String) throws {
        guard let value = try? LedgerJSON.value(type, text) else { return }
        let written = try LedgerJSON.text(value)
        try FuzzFinding.unless(
            try LedgerJSON.value(type, written) == value, "written and read again it is another value: \(written)")
    }
}
