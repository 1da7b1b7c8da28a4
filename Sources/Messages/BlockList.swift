import Slack

/// Lines with what they tell about, put under a heading into as few sections as they fit; no line is ever torn.
struct BlockList {
    struct Item {
        /// The actions the line tells of.
        let covers: [String]
        let line: Mrkdwn
    }

    /// Leaves room for a heading and for what Slack counts differently.
    private static let longestSection = BlockLimits.sectionText - 100

    static func groups(_ heading: Mrkdwn, _ items: [Item]) -> [BlockGroup<[String]>] {
        var groups: [BlockGroup<[String]>] = []
        var text = heading
        var covers: [String] = []
        var isFilled = false
        for item in items {
            let longer: Mrkdwn = "\(text)\n• \(item.line)"
            if isFilled && longer.length > longestSection {
                groups.append(BlockGroup(id: covers, blocks: [.section(text)]))
                (text, covers) = ("\(heading)\n• \(item.line)", item.covers)
            } else {
                (text, covers) = (longer, covers + item.covers)
            }
            isFilled = true
        }
        if isFilled { groups.append(BlockGroup(id: covers, blocks: [.section(text)])) }
        return groups
    }
}
