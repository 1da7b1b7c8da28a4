/// Why an owner's word goes to the security channel.
package enum UnreachableReason: String, Codable, Hashable, Sendable {
    case ownerTypeUnknown
    case slackIDMissing
    case slackIDMalformed
    case channelNotAllowedForEngineer
    case slackIDSharedByTwoNames
    case teamUnknown
    case userNotFound
    case userDeleted
    case userIsBot
    case userOfForeignTeam
    case conversationRefused
}
