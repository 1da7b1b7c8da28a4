import Foundation
import KeyPolicy
import LocalSlack
import SQLiteLedger
import Testing

/// A local AWS, a proxy before it, a local Slack and a folder with a `relevo.yaml`: all that a real `relevo` needs.
struct Estate: Sendable {
    static let token = "xoxb-2718281828-estate-SECRETSECRET"
    static let channel = "C0SECURITY"
    static let hub = "111111111111"

    let folder: Folder
    let aws: Server
    let proxy: Server
    let slack: Server
    /// What was seeded: the hub's credentials, the external id.
    let manifest: JSONValue

    /// - Parameters:
    ///   - accounts: how many, the hub's included: 111111111111, 222222222222 and so on.
    ///   - checksPermissions: whether the local AWS judges signatures and policies.
    static func with(
        accounts: Int = 2, checksPermissions: Bool = false, people: [Person] = [],
        _ body: @Sendable (Estate) async throws -> Void
    ) async throws {
        try await Seats.shared.with {
            try await Folder.with { folder in
                try await with(folder, accounts: accounts, checksPermissions: checksPermissions) { estate in
                    try await estate.join(people)
                    try estate.configure()
                    try await body(estate)
                }
            }
        }
    }

    private static func with(
        _ folder: Folder, accounts: Int, checksPermissions: Bool, _ body: (Estate) async throws -> Void
    ) async throws {
        let serve =
            [
                "serve", "--manifest", folder.file("estate.json"), "--seed-users", "0", "--seed-accounts",
                "\(accounts)",
                "--day", "2026-03-01",
            ] + (checksPermissions ? ["--auth"] : [])
        let python = ["PYTHON": Programs.python, "PYTHONDONTWRITEBYTECODE": "1"]
        try folder.write(Self.workspace, to: "slack.json")
        try await Server.with(Programs.localAWS, serve, environment: python, in: folder, name: "aws") { aws in
            let manifest = try JSONDecoder().decode(JSONValue.self, from: try folder.bytes("estate.json"))
            let behind = ["proxy", "--upstream", aws.url]
            try await Server.with(Programs.localAWS, behind, environment: python, in: folder, name: "proxy") {
                proxy in
                let seeded = ["--token", token, "--seed", folder.file("slack.json")]
                try await Server.with(Programs.localSlack, seeded, in: folder, name: "slack") { slack in
                    try await body(
                        Estate(folder: folder, aws: aws, proxy: proxy, slack: slack, manifest: manifest))
                }
            }
        }
    }

    private static let workspace = """
        {"team": "Andina", "teamId": "T0ANDINA",
         "users": [{"id": "U0ANA", "name": "ana", "realName": "Ana"}, {"id": "U0BEA", "name": "bea", "realName": "Bea"},
                   {"id": "U0CARO", "name": "caro", "realName": "Caro"}, {"id": "U0DORA", "name": "dora", "realName": "Dora"}],
         "channels": [{"id": "C0SECURITY", "name": "security", "private": true}, {"id": "C0PAYMENTS", "name": "payments"}]}
        """

    /// The same servers, and another folder to run `relevo` in.
    func within(_ folder: Folder) -> Estate {
        Estate(folder: folder, aws: aws, proxy: proxy, slack: slack, manifest: manifest)
    }

    /// Makes these users.
    func join(_ people: [Person]) async throws {
        guard !people.isEmpty else { return }
        try await aws.post("/estate/users", ["users": .array(people.map(\.json))])
    }

    /// The story's time, in AWS and in Slack.
    func turn(to day: Day) async throws {
        try await aws.post("/estate/clock", ["now": .string(day.text)])
        try await slack.post("/control/clock", ["now": .string(day.text)])
    }

    /// Stands in for the minute after which a killed run's lease is over: nothing else in the ledger is touched.
    func outwaitLease(in name: String = "relevo.db") async throws {
        let ledger = try SQLiteLedger(path: folder.file(name))
        let later = Date().addingTimeInterval(3_600)
        let holder = RunID(stamp: "estatetests", tail: "later")
        let fence = try #require(
            await ledger.acquireLease(holder: holder, now: later, until: later.addingTimeInterval(1)))
        try await ledger.releaseLease(fence)
    }
}

/// Lets a few estates be up at a time: each is three processes, and there may be two cores.
actor Seats {
    static let shared = Seats(5)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func with(_ body: @Sendable () async throws -> Void) async throws {
        await take()
        defer { giveBack() }
        try await body()
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
