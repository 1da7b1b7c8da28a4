import Foundation
import LocalSlack

/// A user to be made in the estate, with one key.
struct Person: Sendable {
    var name: String
    var account = "222222222222"
    var tags: [String: String]
    /// Of its key at the story's first day, or on `day`.
    var age: Int
    var day = Day(0)
    var reportedAge: Int?
    var path = "/"
    var hasKey = true

    /// An engineer who is `slackID` in Slack.
    static func engineer(
        _ name: String, _ slackID: String, age: Int, on day: Day = Day(0), in account: String = "222222222222"
    ) -> Person {
        Person(
            name: name, account: account,
            tags: ["type": "engineer", "slack-id": slackID, "full-name": "\(name) of \(slackID)"], age: age, day: day)
    }

    var json: JSONValue {
        var key: [String: JSONValue] = ["createdAt": .string(day.before(days: age).text)]
        if let reportedAge { key["reportedRotatedAt"] = .string(day.before(days: reportedAge).text) }
        return [
            "accountId": .string(account), "userName": .string(name), "path": .string(path),
            "createdAt": .string(day.before(days: age + 30).text),
            "tags": .object(tags.mapValues { .string($0) }), "keys": hasKey ? [.object(key)] : [],
        ]
    }
}

/// An instant of a test's story, counted from noon UTC of its first day.
struct Day: Sendable {
    let instant: Date

    private static let first = Date(timeIntervalSince1970: 1_772_366_400)  // 2026-03-01T12:00:00Z

    init(_ number: Int, hour: Double = 0) {
        instant = Self.first.addingTimeInterval(Double(number) * 86_400 + hour * 3_600)
    }

    /// An instant counted from this minute, for a story in which somebody uses a command without `--on`.
    static func present(days: Double = 0) -> Day {
        Day(
            instant: Date(
                timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 + days * 86_400))
    }

    func later(hours: Double) -> Day { Day(instant: instant.addingTimeInterval(hours * 3_600)) }

    /// The day on which a key is created that has this age now.
    func before(days: Int) -> Day { Day(instant: instant.addingTimeInterval(-Double(days) * 86_400)) }

    var text: String { instant.ISO8601Format() }

    private init(instant: Date) { self.instant = instant }
}
