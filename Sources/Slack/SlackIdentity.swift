/// Whose token it is.
///
/// See <https://docs.slack.dev/reference/methods/auth.test>.
package struct SlackIdentity: Sendable, Equatable, Decodable {
    package let url: String
    package let team: String
    package let teamID: String
    package let user: String
    package let userID: String
    /// Missing for a person's token.
    package let botID: String?
    /// What the token may do, as the answer's `x-oauth-scopes` header says; nil if it came without.
    package var scopes: Set<String>?

    private enum CodingKeys: String, CodingKey {
        case url, team, user
        case teamID = "team_id"
        case userID = "user_id"
        case botID = "bot_id"
    }
}
