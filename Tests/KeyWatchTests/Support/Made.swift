import FoundationEssentials
import KeyPolicy

/// Values that tests name by a few characters.
enum Made {
    /// The instant from which tests count days: noon, so that runs fall on a round time of day.
    static let start = Date(timeIntervalSince1970: 1_767_268_800)  // 2026-01-01T12:00:00Z

    static func day(_ day: Double) -> Date { start.addingTimeInterval(day * 86_400) }

    static func account(_ digit: Int) -> Account {
        Account(id: id(String(repeating: "\(digit)", count: 12)), name: "account-\(digit)")
    }

    static func run(_ number: Int) -> RunID { id("run-\(10_000 + number)") }

    static func person(_ text: String) -> SlackUserID { id(text) }
    static func channel(_ text: String) -> SlackChannelID { id(text) }

    static func id<ID: Identifier>(_ text: String) -> ID {
        guard let id = ID(rawValue: text) else { preconditionFailure("\(text) is no \(ID.self)") }
        return id
    }

    static func engineer(_ slackID: String, _ name: String? = nil) -> [String: String] {
        var tags = ["type": "engineer", "slack-id": slackID]
        tags["full-name"] = name
        return tags
    }
}

/// Keeps those who come until so many are there at once, or until it has waited long enough for them.
actor Gathering {
    private let size: Int
    private var present = 0
    private(set) var peak = 0

    init(size: Int) { self.size = size }

    func enter() async {
        present += 1
        peak = max(peak, present)
        for _ in 0..<1_000 where present < size && peak < size { await Task.yield() }
    }

    func leave() { present -= 1 }
}
