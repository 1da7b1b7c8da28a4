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
