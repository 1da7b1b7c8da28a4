import Slack

extension Mrkdwn {
    /// Somebody's own words in quotation marks, so that they read well with or without a full stop and are taken for
    /// nobody else's; nil where nothing is left of them.
    static func quoted(_ words: String) -> Mrkdwn? {
        // Our own sentence goes on or ends after them.
        let words = words.hasSuffix(".") && !words.hasSuffix("..") ? String(words.dropLast()) : words
        let whole = Mrkdwn.text(words, limit: 500)
        // One character may take many units, and a section holds 3,000 with a user and an account beside the words.
        let bounded = whole.length <= 700 ? whole : .text(words, limit: 75)
        return bounded.isEmpty || bounded == " " ? nil : "“\(bounded)”"
    }
}
