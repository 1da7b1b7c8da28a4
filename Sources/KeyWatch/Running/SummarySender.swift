import FoundationEssentials
import KeyPolicy

/// Posts a run's summary, without which nothing is deactivated: once, or once more where the first was certainly not
/// posted.
struct SummarySender: Sendable {
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock

    /// A summary whose answer was lost is looked for before it is sent again. The second one says that it may be a
    /// repeat, because a message posted a moment ago may not be visible yet.
    ///
    /// - Parameter attempted: when a call that was killed may have posted it; nil for the first attempt.
    func post(
        _ payload: String, id: MessageID, stamp: SummaryMarker?, attempted: Date? = nil
    ) async throws -> SendOutcome {
        let meant = attempted ?? clock.policy()
        var first = SendOutcome.unknown("an earlier call may have posted it, and it could not be looked up")
        if attempted == nil {
            first = try await messenger.send(payload, id: id, to: .security, thread: nil, stamp: stamp)
        }
        guard case .unknown = first else { return first }
        do {
            if let found = try await messenger.find(id, at: .security, thread: nil, meant: meant) {
                return .delivered(found)
            }
        } catch MessengerError.cannotLookUp {
            return first
        }
        return try await messenger.send(
            composer.marked(payload), id: id, to: .security, thread: nil, stamp: stamp)
    }
}
