import KeyPolicy
import Settings
import Slack

/// Asks Slack about every channel that the configuration names.
struct SlackChannelExamination {
    /// What became of one channel.
    struct Examined {
        let check: Check
        /// Nil when Slack didn't tell.
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
                        mend: "Unarchive it, or name another channel in relevo.yaml."), isPrivate: found.isPrivate)
            }
            guard found.isMember else {
                return Examined(
                    check: .bad(
                        id, subject, "\(name) doesn't have the app in it: nothing can be posted there.",
                        mend: "In \(name): /invite @\(app)"), isPrivate: found.isPrivate)
            }
            return Examined(check: .good(id, subject, "\(name) has the app in it."), isPrivate: found.isPrivate)
        } catch {
            return Examined(check: failed(error, id, subject), isPrivate: nil)
        }
    }

    private func failed(_ error: any Error, _ id: String, _ subject: String) -> Check {
        switch error {
        case SlackError.tokenRefused(let failure) where failure.code == "missing_scope":
            .unknown(
                id, subject, "is not checked: the token may not look at channels.",
                mend: "Give the app channels:read and groups:read; only `relevo doctor` uses them.")
        case SlackError.recipientUnreachable:
            .bad(
                id, subject, "is not known to the app: no such channel, or a private one without it.",
                mend: "Check the id (channel details, at the bottom); in a private channel: /invite @\(app)")
        default: .unknown(id, subject, "is not checked: \(error)", mend: "Run `relevo doctor` again later.")
        }
    }
}
