import Composition
import KeyPolicy
import Settings
import Slack

/// Whether Slack takes Relevo's token, lets it into its channels, and knows the people it would write to.
struct SlackExamination {
    private let context: AppContext
    private let clients: HTTPClients

    init(_ context: AppContext, clients: HTTPClients) {
        self.context = context
        self.clients = clients
    }

    /// - Parameter people: owners that the inventory knows, a user of each.
    func checks(people: [SlackUserID: User]) async -> [Check] {
        guard let slack = context.configuration.slack else {
            return [
                .unknown(
                    "slack-token", "slack", "is not configured: nobody can be told, and `relevo run` is refused.",
                    mend: "Add slack.token and slack.channel.")
            ]
        }
        do {
            let client = try await context.factory.slackClient(slack, clients)
            let identity = try await client.identity()
            var checks: [Check] = [
                .good(
                    "slack-token", Self.text(slack.token),
                    "is good: \(identity.user) in the workspace \(identity.team).")
            ]
            let channels = await SlackChannelExamination(
                client: client, configuration: context.configuration, app: identity.user
            ).examined()
            checks += SlackScopes(granted: identity.scopes, channels: channels).checks
            checks += channels.map(\.check)
            checks += await SlackPeopleExamination(client: client, team: identity.teamID).checks(people)
            return checks
        } catch {
            return [
                .bad("slack-token", Self.text(slack.token), "can't be used: \(error)", mend: Self.mend(error)),
                .unknown("slack-scope", "scopes", "are not checked without a good token."),
                .unknown("slack-channel", slack.channel.rawValue, "is not checked without a good token."),
            ]
        }
    }

    private static func mend(_ error: any Error) -> String {
        switch error {
        case SlackError.tokenRefused:
            "Copy the Bot User OAuth Token (xoxb-…) from the app's page, OAuth & Permissions, to where slack.token points."
        case is SlackError: "Check slack.api-url and the network from here to Slack, then run `relevo doctor` again."
        default: "Do what the sentence says."
        }
    }

    /// Where the token is kept; never the token.
    private static func text(_ reference: SecretReference) -> String {
        switch reference {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .parameter(let name): "ssm:\(name)"
        case .secret(let name, let key): "secretsmanager:\(name)\(key.map { "#\($0)" } ?? "")"
        }
    }
}
