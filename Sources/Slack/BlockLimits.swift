/// Slack's limits on blocks, in characters or pieces.
///
/// See <https://docs.slack.dev/reference/block-kit/blocks>. The total over all blocks is not documented; Slack answers
/// `msg_blocks_too_long` beyond about 13,200 (<https://github.com/slackapi/bolt-js/issues/2509>).
package enum BlockLimits {
    package static let blocks = 50
    package static let sectionText = 3_000
    package static let field = 2_000
    package static let fields = 10
    package static let header = 150
    package static let contextElements = 10
    package static let contextText = 2_000
    package static let buttons = 25
    package static let buttonText = 75
    package static let buttonValue = 2_000
    package static let identifier = 255
    package static let total = 13_200
    /// The fallback text; Slack cuts far later, but asks for no more.
    package static let text = 4_000
}
