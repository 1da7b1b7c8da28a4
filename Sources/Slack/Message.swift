/// A message: what notifications and screen readers say, and the blocks people see.
package struct Message: Sendable, Equatable {
    /// Shown in notifications and read aloud; at most 4,000 characters.
    package let text: Mrkdwn
    package let blocks: [Block]

    package init(text: Mrkdwn, blocks: [Block]) {
        self.text = text
        self.blocks = blocks
    }

    /// The characters of all blocks together.
    package var length: Int { blocks.reduce(0) { $0 + $1.length } }

    /// Holds the message against Slack's limits.
    ///
    /// - Throws: `SlackError.tooLarge`, naming the first limit that is broken.
    package func check() throws(SlackError) {
        if text.isEmpty { throw .tooLarge("the text for notifications is empty") }
        if text.length > BlockLimits.text {
            throw .tooLarge("the text has \(text.length) characters, at most \(BlockLimits.text) are allowed")
        }
        if blocks.count > BlockLimits.blocks {
            throw .tooLarge("\(blocks.count) blocks, at most \(BlockLimits.blocks) are allowed")
        }
        for (index, block) in blocks.enumerated() {
            if let violation = block.violation { throw .tooLarge("in block \(index + 1) \(violation)") }
        }
        if length > BlockLimits.total {
            throw .tooLarge("\(length) characters in all blocks, at most \(BlockLimits.total) are allowed")
        }
    }
}
