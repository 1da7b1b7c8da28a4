package import AWS
import Adapters
import FoundationEssentials
import KeyPolicy
package import KeyWatch
import Messages
package import Settings
package import Slack

extension ServiceFactory {
    /// Throws `CompositionError.slackMissing` where the configuration names no Slack: then nobody can be notified.
    package func requireSlack() throws { _ = try slackSettings }

    /// Throws `CompositionError.slackMissing`.
    package func composer() throws -> any Composer {
        SlackComposer(configuration.messageSettings(try slackSettings))
    }

    /// - Parameter hub: AWS, where it is open already; the token may be kept there.
    package func slackClient(
        _ slack: SlackSettings, _ clients: HTTPClients, hub: AWSTransport? = nil
    ) async throws -> SlackClient {
        let source = SlackTokenSource(environment: environment) { try hub ?? self.hub(clients).transport }
        return try SlackClient(
            baseURL: slack.apiURL, token: try await source.token(slack.token), secrets: secrets,
            transport: HTTPSlackTransport(client: clients.client(for: slack.apiURL)), rateLimiter: SlackRateLimiter(),
            logger: logger,
            observe: observer.slackCall)
    }

    package func messenger(_ clients: HTTPClients, hub: AWSTransport?, acts: Bool) async throws -> any Messenger {
        guard let slack = configuration.slack else { return SilentMessenger(why: "Slack is not configured") }
        return SlackMessenger(
            client: try await slackClient(slack, clients, hub: hub), securityChannel: slack.channel,
            earlierApps: slack.earlierApps, opensConversations: acts,
            now: { [policyClock] in policyClock.now })
    }

    private var slackSettings: SlackSettings {
        get throws {
            guard let slack = configuration.slack else { throw CompositionError.slackMissing }
            return slack
        }
    }
}

/// Stands in where Slack can't be used: it looks nobody up and sends nothing.
struct SilentMessenger: Messenger {
    let why: String

    func check() async throws {}

    func reachability(of person: SlackUserID) async -> Reachability { .unknown(why) }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome { .notDelivered(why) }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome { .notDelivered(why) }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        throw MessengerError.cannotLookUp(why)
    }

    func readership() async -> Readership { .unknown }

    var securityChannel: String { "" }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        MarkerPage(markers: [], newest: nil, readDownTo: nil)
    }
}
