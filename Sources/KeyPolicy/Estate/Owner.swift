/// Who answers for a user, as its IAM tags say; nothing in here has been checked against Slack yet.
package struct Owner: Hashable, Sendable {
    package let type: OwnerType
    /// The `slack-id` tag, trimmed; a person, a channel or nonsense.
    package let slackID: String?
    package let fullName: String?
    package let team: String?
    package let language: String?

    /// Reads the tags; tag keys are case-insensitive in IAM.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    package init(tags: [String: String]) {
        let values = UserTags(tags)
        type = OwnerType(tag: values["type"])
        slackID = values["slack-id"]
        fullName = values["full-name"]
        team = values["team"]
        language = values["language"]
    }

    package var slackUser: SlackUserID? { slackID.flatMap(SlackUserID.init(rawValue:)) }
    package var slackChannel: SlackChannelID? { slackID.flatMap(SlackChannelID.init(rawValue:)) }
}
