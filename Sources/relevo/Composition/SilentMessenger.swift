import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Stands where Slack is not configured: nobody can be asked about, and nothing can be sent.
struct SilentMessenger: Messenger {
    private static let why = "Slack is not configured"

    func check() async throws {}

    func reachability(of person: SlackUserID) async -> Reachability { .unknown(Self.why) }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: RunStamp?
    ) async throws -> SendOutcome { .notDelivered(Self.why) }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome { .notDelivered(Self.why) }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        throw MessengerError.cannotLookUp(Self.why)
    }

    var securityChannel: String { "" }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        MarkerPage(markers: [], newest: nil, readDownTo: nil)
    }
}
