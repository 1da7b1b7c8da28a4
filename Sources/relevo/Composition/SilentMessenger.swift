import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Stands where Slack can't be used: nobody can be asked about, and nothing can be sent.
struct SilentMessenger: Messenger {
    var why = "Slack is not configured"

    func check() async throws {}

    func reachability(of person: SlackUserID) async -> Reachability { .unknown(why) }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome { .notDelivered(why) }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome { .notDelivered(why) }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        throw MessengerError.cannotLookUp(why)
    }

    var securityChannel: String { "" }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        MarkerPage(markers: [], newest: nil, readDownTo: nil)
    }
}
