import FoundationEssentials
import HistoryBench
import Testing

/// Histories that broke a promise once, as short as they could be made.
struct KnownHistoryTests {
    @Test(arguments: [
        // Deactivated on its day, its account leaves, and a restore ends while it is away.
        """
        {"accounts":2,"actionsPerPart":100,"seed":902911,"steps":[{"hire":{"account":2,"name":"user2",\
        "tags":{"slack-id":"U0ANNA","type":"engineer"},"user":2}},{"createKey":{"ageDays":76,"key":4,\
        "user":2}},{"wait":{"hours":48}},{"run":{"_0":{"accepts":false,"isSecond":false,"releases":false}}},\
        {"wait":{"hours":312}},{"run":{"_0":{"accepts":false,"isSecond":false,"releases":false}}},\
        {"leave":{"account":2}},{"run":{"_0":{"accepts":false,"isSecond":false,"releases":false}}},\
        {"restore":{"_0":{"lastOff":{}},"hours":24}},{"run":{"_0":{"accepts":false,"isSecond":false,\
        "releases":false}}}]}
        """,
        // The same with a key that was too old from the first.
        """
        {"accounts":2,"actionsPerPart":100,"seed":920387,"steps":[{"edit":{"_0":{"ladder":{"_0":"long"}}}},\
        {"hire":{"account":2,"name":"user1","tags":{"slack-id":"U0ANNA","type":"engineer"},"user":1}},\
        {"createKey":{"ageDays":115,"key":1,"user":1}},{"run":{"_0":{"accepts":false,"isSecond":false,\
        "releases":false}}},{"wait":{"hours":120}},{"run":{"_0":{"accepts":false,"isSecond":false,\
        "releases":false}}},{"leave":{"account":2}},{"run":{"_0":{"accepts":false,"isSecond":false,\
        "releases":false}}},{"restore":{"_0":{"lastOff":{}},"hours":24}},{"run":{"_0":{"accepts":false,\
        "isSecond":false,"releases":false}}}]}
        """,
        // A run that was overtaken owes the channel a copy, and a new ledger begins.
        """
        {"accounts":1,"actionsPerPart":100,"seed":903389,"steps":[{"hire":{"account":1,"name":"user2",\
        "tags":{"slack-id":"U0ANNA","type":"engineer"},"user":2}},{"createKey":{"ageDays":100,"key":3,\
        "user":2}},{"run":{"_0":{"accepts":false,"isSecond":false,"releases":false}}},\
        {"edit":{"_0":{"lateNoticeDays":{"_0":8}}}},{"wait":{"hours":24}},\
        {"slack":{"_0":{"lookUpsFail":{}}}},{"wait":{"hours":216}},{"run":{"_0":{"accepts":false,\
        "isSecond":false,"releases":false,"stallAtCall":2}}},{"newLedger":{}},{"run":{"_0":{"accepts":false,\
        "isSecond":false,"releases":false}}}]}
        """,
        // The channel's copy could not be posted, and a new ledger begins.
        """
        {"accounts":1,"actionsPerPart":100,"seed":912297,"steps":[{"edit":{"_0":{"ladder":{"_0":"short"}}}},\
        {"hire":{"account":1,"name":"user1","tags":{"slack-id":"U0ANNA","type":"engineer"},"user":1}},\
        {"createKey":{"ageDays":100,"key":1,"user":1}},{"slack":{"_0":{"channelDown":{"times":1}}}},\
        {"run":{"_0":{"accepts":false,"isSecond":false,"releases":false}}},{"newLedger":{}}]}
        """,
    ])
    func `keeps the promise`(json: String) async throws {
        let history = try History(json: Data(json.utf8))
        #expect(await history.live().failures.map(\.text) == [])
    }
}
