import Composition
import KeyPolicy
import Settings
import Slack

/// Checks the Slack token, its scopes, the channels, and some of the owners.
struct SlackExamination {
    private let context: any DoctorContext
    private let clients: HTTPClients

    init(_ context: any DoctorContext, clients: HTTPClients) {
        self.context = context
        self.clients = clients
    }

    /// - Parameters:
    ///   - people: owners that the inventory knows, with one user of each.
    ///   - shared: those of them whose users have different full names.
    ///   - withoutID: users whose messages are for a person, without a usable Slack id.
    func checks(people: [SlackUserID: User], shared: Set<SlackUserID>, withoutID: [User]) async -> [Check] {
        guard let slack = context.configuration.slack else {
            return [
                .unknown(
                    "slack-token", "slack", "is not configured: nobody can be notified, and `relevo run` is refused.",
                    fix: "Add slack.token and slack.channel to the configuration.")
            ]
        }
        do {
            let client = try await context.factory.slackClient(slack, clients)
            let identity = try await client.identity()
            var checks: [Check] = [
                .good(
                    "slack-token", Self.text(slack.token),
                    "is valid: \(identity.user) in the workspace \(identity.team).")
            ]
            let channels = await SlackChannelExamination(
                client: client, configuration: context.configuration, app: identity.user
            ).examined()
            checks += SlackScopes(granted: identity.scopes, channels: channels).checks
            checks += channels.map(\.check)
            let policy = context.configuration.policy
            checks += await SlackPeopleExamination(
                client: client, team: identity.teamID, now: context.now,
                enforcesUnreachable: policy.enforcesUnreachable,
                enforcesLeft: policy.enforcesLeft
            ).checks(people, shared: shared)
            return checks
                + withoutID.map { SlackPeopleExamination.missing($0, isEnforced: policy.enforcesUnreachable) }
        } catch {
            return [
                .bad("slack-token", Self.text(slack.token), "can't be used: \(error)", fix: Fix(slack: error).text),
                .unknown(SlackScopes.id, "scopes", "are not checked without a valid token."),
                .unknown("slack-channel", slack.channel.rawValue, "is not checked without a valid token."),
            ]
        }
    }

    /// The place of the token; never the token itself.
    private static func text(_ reference: SecretReference) -> String {
        switch reference {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .parameter(let name): "ssm:\(name)"
        case .secret(let name, let key): "secretsmanager:\(name)\(key.map { "#\($0)" } ?? "")"
        }
    }
}

/// Checks every channel that the configuration names.
struct SlackChannelExamination {
    /// One channel's check.
    struct Examined {
        let check: Check
        /// Nil when Slack's answer didn't say.
        let isPrivate: Bool?
    }

    let client: SlackClient
    let configuration: Configuration
    /// The app's name, for the invitation.
    let app: String

    func examined() async -> [Examined] {
        var examined: [Examined] = []
        for (channel, uses) in uses.sorted(by: { $0.key < $1.key }) {
            examined.append(await examine(channel, "\(channel) (\(uses.joined(separator: ", ")))"))
        }
        return examined
    }

    private var uses: [SlackChannelID: [String]] {
        var uses: [SlackChannelID: [String]] = [:]
        if let security = configuration.slack?.channel { uses[security, default: []].append("security") }
        for (account, override) in configuration.accounts.overrides.sorted(by: { $0.key < $1.key }) {
            if let channel = override.channel { uses[channel, default: []].append("account \(account)") }
        }
        for (team, channel) in configuration.teams.sorted(by: { $0.key < $1.key }) {
            uses[channel, default: []].append("team \(team)")
        }
        return uses
    }

    private func examine(_ channel: SlackChannelID, _ subject: String) async -> Examined {
        let id = "slack-channel"
        do {
            let found = try await client.conversation(channel.rawValue)
            let name = "#\(found.name ?? channel.rawValue)"
            guard !found.isArchived else {
                return Examined(
                    check: .bad(
                        id, subject, "\(name) is archived: nothing can be posted there.",
                        fix: "Unarchive \(name), or name another channel in the configuration."),
                    isPrivate: found.isPrivate)
            }
            guard found.isMember else {
                return Examined(
                    check: .bad(
                        id, subject, "\(name) doesn't have the app as a member: nothing can be posted there.",
                        fix: "In \(name): /invite @\(app)"), isPrivate: found.isPrivate)
            }
            let reading = reading(found, name, subject, isSecurity: channel == configuration.slack?.channel)
            return Examined(
                check: reading ?? .good(id, subject, "\(name) has the app as a member."), isPrivate: found.isPrivate)
        } catch {
            return Examined(check: failed(error, id, subject), isPrivate: nil)
        }
    }

    /// Who reads the security channel besides its own members; nil where nobody does.
    private func reading(
        _ found: SlackConversation, _ name: String, _ subject: String, isSecurity: Bool
    ) -> Check? {
        let id = "slack-channel"
        guard isSecurity, found.isPrivate != true || found.isExternallyShared else { return nil }
        guard found.isPrivate != nil || found.isExternallyShared else {
            return .unknown(id, subject, "\(name) has the app as a member; Slack didn't say whether it is private.")
        }
        let who =
            found.isExternallyShared
            ? "is shared with another company, or one is invited (Slack Connect)"
            : "is public: everybody in the workspace can read it"
        if configuration.slack?.channelMayBePublic == true {
            return .good(id, subject, "\(name) \(who), as slack.channel-may-be-public allows.")
        }
        return .bad(
            id, subject, "\(name) \(who); every run is refused.",
            fix: (found.isExternallyShared
                ? "End the sharing or use another channel" : "Make it a private channel in Slack")
                + ", or allow it with slack.channel-may-be-public: true.")
    }

    private func failed(_ error: any Error, _ id: String, _ subject: String) -> Check {
        switch error {
        case SlackError.tokenRefused(let failure) where failure.code == "missing_scope":
            .unknown(
                id, subject,
                "is not checked: the token isn't allowed to read channels, so no run can check who can read this one.",
                fix: "Give the app channels:read and groups:read.")
        case SlackError.recipientUnreachable:
            .bad(
                id, subject, "is unknown to the app: it doesn't exist, or it is private and the app is not a member.",
                fix: "Check the id (channel details, at the bottom); in a private channel: /invite @\(app)")
        default: .unknown(id, subject, "is not checked: \(error)", fix: Fix.again)
        }
    }
}
