/// One of the messages that a long message is split into, with the ids of its contents.
package struct MessagePart<ID: Sendable>: Sendable {
    package let message: Message
    /// The ids of the groups in this part, in order.
    package let contents: [ID]
    /// Counted from 1.
    package let number: Int
    /// How many parts there are.
    package let count: Int

    /// Splits groups into as few messages as Slack's limits allow, in order, without splitting a group.
    ///
    /// - Parameters:
    ///   - groups: the contents. Without any, the result is one message with `opening` and `closing`.
    ///   - opening: the first part's first blocks.
    ///   - continued: the first blocks of every later part.
    ///   - closing: the last part's last blocks.
    ///   - text: the fallback text, from a part's number and the count of parts.
    /// - Throws: `SlackError.tooLarge` if one group alone, with its surroundings, is over the limits.
    package static func parts(
        of groups: [BlockGroup<ID>],
        opening: [Block] = [],
        continued: [Block] = [],
        closing: [Block] = [],
        text: (_ number: Int, _ count: Int) -> Mrkdwn
    ) throws(SlackError) -> [MessagePart<ID>] {
        var drafts = [(blocks: opening, contents: [ID]())]
        for group in groups {
            let current = drafts[drafts.count - 1]
            if !current.contents.isEmpty && !fits(current.blocks + group.blocks + closing) {
                drafts.append((continued, []))
            }
            drafts[drafts.count - 1].blocks += group.blocks
            drafts[drafts.count - 1].contents.append(group.id)
        }
        drafts[drafts.count - 1].blocks += closing

        var parts: [MessagePart<ID>] = []
        for (index, draft) in drafts.enumerated() {
            let message = Message(text: text(index + 1, drafts.count), blocks: draft.blocks)
            try message.check()
            parts.append(
                MessagePart(message: message, contents: draft.contents, number: index + 1, count: drafts.count))
        }
        return parts
    }

    private static func fits(_ blocks: [Block]) -> Bool {
        blocks.count <= BlockLimits.blocks && blocks.reduce(0) { $0 + $1.length } <= BlockLimits.total
    }
}

/// Blocks that stay together in one message, with the id of their subject.
package struct BlockGroup<ID: Sendable>: Sendable {
    package let id: ID
    package let blocks: [Block]

    package init(id: ID, blocks: [Block]) {
        self.id = id
        self.blocks = blocks
    }
}
