import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

struct JSONLinesTests {
    @Test func `the lists of a document become lines, and nothing else is lost`() throws {
        let document = #"""
            {"schemaVersion":1,"at":"2026-03-01T12:00:00Z","problems":["a","b"],"limits":null,
             "accounts":[{"id":"111111111111","complete":true,"calls":8}],
             "actions":[{"id":"a/b","ageDays":76,"owner":{"type":"engineer"},"ratio":0.5},{"id":"c"}],"held":[]}
            """#
        expect(
            try JSONLines.plan.text(document),
            is: #"""
                {"at":"2026-03-01T12:00:00Z","limits":null,"problems":["a","b"],"schemaVersion":1,"type":"plan"}
                {"calls":8,"complete":true,"id":"111111111111","type":"account"}
                {"ageDays":76,"id":"a/b","owner":{"type":"engineer"},"ratio":0.5,"type":"action"}
                {"id":"c","type":"action"}
                """#)
    }

    @Test func `a forecast has a line per day, with the day's lines after it`() throws {
        let document =
            #"{"schemaVersion":1,"from":"a","until":"b","days":[{"at":"a","actions":[{"id":"c"}]},{"at":"b"}]}"#
        expect(
            try JSONLines.forecast(document),
            is: #"""
                {"from":"a","schemaVersion":1,"type":"forecast","until":"b"}
                {"at":"a","type":"plan"}
                {"id":"c","type":"action"}
                {"at":"b","type":"plan"}
                """#)
    }

    /// A new list of objects in a document must become lines as well; and `type` must not hide a member.
    @Test func `every list of objects of a plan and of a scan becomes lines`() throws {
        var plan = Plan(at: Sample.now, accounts: [try Sample.outcome()])
        let user = try Sample.user("ana", tags: ["type": "engineer"], keys: [try Sample.key(age: 100)])
        plan.held = [
            HeldKey(
                account: try Sample.account(), user: user, key: user.keys[0], ageDays: 100,
                addressee: Addressee(.security), reason: .machinesNotEnforced)
        ]
        let scan = ScanDocument(users: [user], outcomes: plan.accounts, calls: [:], at: Sample.now)
        let documents = [(JSONLines.plan, try PlanDocument(plan).json()), (.scan, try scan.json(pretty: false))]
        for (lines, document) in documents {
            let whole = try #require(try JSONSerializedObject(document))
            let found = whole.lists.filter { $0.value.contains(where: \.isObject) }
            #expect(Set(found.keys).isSubset(of: lines.lists.map(\.member)))
            #expect(found.values.joined().allSatisfy { !$0.members.contains("type") })
            #expect(
                try lines.text(document).split(separator: "\n").count == 1 + found.values.map(\.count).reduce(0, +))
        }
    }
}

/// As much of a JSON document as these tests look at.
private struct JSONSerializedObject {
    struct Item: Decodable {
        let members: Set<String>
        let isObject: Bool

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: Name.self)
            isObject = container != nil
            members = Set(container?.allKeys.map(\.stringValue) ?? [])
        }
    }

    private struct Member: Decodable {
        let items: [Item]?

        init(from decoder: any Decoder) throws { items = try? decoder.singleValueContainer().decode([Item].self) }
    }

    let lists: [String: [Item]]

    init?(_ text: String) throws {
        lists = try JSONDecoder().decode([String: Member].self, from: Data(text.utf8)).compactMapValues(\.items)
    }
}
