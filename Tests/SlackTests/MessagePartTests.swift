import Slack
import Testing

struct MessagePartTests {
    private func group(_ id: Int, blocks: Int = 1, characters: Int = 10) -> BlockGroup<Int> {
        let text = Mrkdwn.text(String(repeating: "a", count: characters), limit: characters)
        return BlockGroup(id: id, blocks: Array(repeating: .section(text), count: blocks))
    }

    private func parts(_ groups: [BlockGroup<Int>]) throws -> [MessagePart<Int>] {
        try MessagePart.parts(
            of: groups, opening: [.section("opening")], continued: [.section("continued")],
            closing: [.section("closing")], text: { "part \($0) of \($1)" })
    }

    @Test func `what fits is one message`() throws {
        let parts = try parts([group(1), group(2)])
        #expect(parts.map(\.contents) == [[1, 2]])
        #expect(parts.first?.message.blocks.count == 4)
        #expect(parts.first?.message.text.source == "part 1 of 1")
    }

    @Test func `no groups are one message`() throws {
        #expect(try parts([]).map(\.message.blocks) == [[.section("opening"), .section("closing")]])
    }

    @Test func `no group is torn at fifty blocks`() throws {
        let parts = try parts((1...20).map { group($0, blocks: 5) })
        // 48 blocks are left beside opening and closing: nine groups of five.
        #expect(parts.map(\.contents) == [Array(1...9), Array(10...18), [19, 20]])
        #expect(parts.map(\.message.blocks.count) == [46, 46, 12])
        #expect(parts.map(\.number) == [1, 2, 3])
        #expect(parts.allSatisfy { $0.count == 3 })
        #expect(parts[1].message.blocks.first == .section("continued"))
        #expect(parts[1].message.blocks.last != .section("closing"))
        #expect(parts[2].message.blocks.last == .section("closing"))
    }

    @Test func `no message is over 13,200 characters`() throws {
        let parts = try parts((1...10).map { group($0, characters: 3_000) })
        #expect(parts.map(\.contents) == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]])
        #expect(parts.allSatisfy { $0.message.length <= 13_200 })
    }

    @Test func `every group is in one part, in order`() throws {
        for size in 1...60 {
            let groups = (1...size).map { group($0, blocks: 1 + $0 % 7, characters: 20 * $0) }
            #expect(try parts(groups).flatMap(\.contents) == Array(1...size))
        }
    }

    @Test func `the closing has its place in whichever part is the last`() throws {
        #expect(try parts((1...48).map { group($0) }).map(\.message.blocks.count) == [50])
        #expect(try parts((1...49).map { group($0) }).map(\.message.blocks.count) == [49, 3])
    }

    @Test func `a group too large for any message is refused`() {
        #expect(throws: SlackError.self) { try parts([group(1, blocks: 49)]) }
        #expect(throws: Never.self) { try parts([group(1, blocks: 48)]) }
    }

    @Test func `a message is checked against the total`() {
        let five = Array(repeating: Block.section(.text(String(repeating: "a", count: 2_641), limit: 3_000)), count: 5)
        #expect(throws: SlackError.tooLarge("13205 characters in all blocks, at most 13200 are allowed")) {
            try Message(text: "a", blocks: five).check()
        }
        #expect(throws: SlackError.self) { try Message(text: "", blocks: []).check() }
    }
}
