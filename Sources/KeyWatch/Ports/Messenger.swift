package import FoundationEssentials
package import KeyPolicy

/// A medium in which Relevo can make promises: it sends messages, finds them again, says whether a person can be
/// reached and who reads the security channel, and keeps the markers of other ledgers. One that lacks an ability
/// doesn't conform to its protocol.
package protocol Messenger: MessageSender, MessageFinder, ReachabilitySource, ReadershipSource, MarkerReader {}

/// Sends messages to people and channels, and reports what is certain and what isn't.
package protocol MessageSender: Sendable {
    /// Whether our own token works; throws `MessengerError.refused` when it doesn't.
    func check() async throws

    /// Sends one message. `thread` is the delivery of the parent in the same channel.
    ///
    /// Throws only `MessengerError.refused` (our own token): every other result is an outcome.
    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome

    /// Replaces the text of one of our messages; its metadata stays.
    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome
}

/// Finds messages that may have been sent.
package protocol MessageFinder: Sendable {
    /// Looks for one of our messages by its id; nil when it is certainly not there. Throws when that is unknown.
    ///
    /// - Parameter meant: when it should have been sent, on the policy clock; only `SendWindow` around it is read.
    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery?
}

/// Says whether people can be reached.
package protocol ReachabilitySource: Sendable {
    /// Checks whether a person can be reached, before a first message.
    func reachability(of person: SlackUserID) async -> Reachability

    /// The same without trying to open a conversation: for people for whom nothing is due.
    func presence(of person: SlackUserID) async -> Reachability
}

extension ReachabilitySource {
    package func presence(of person: SlackUserID) async -> Reachability { await reachability(of: person) }
}

/// Says who can read the security channel.
package protocol ReadershipSource: Sendable {
    /// Checks who can read the channel that `Recipient.security` stands for today. A failure is `.unknown`.
    func readership() async -> Readership
}

/// Who can read a channel.
package enum Readership: Hashable, Sendable {
    /// It is private, and only our own company is in it.
    case members
    /// It is public: everybody in the workspace can read it.
    case workspace(channel: String)
    /// Other companies are in it, or are invited.
    case otherCompanies(channel: String)
    /// Slack gave no clear answer, or the token may not ask.
    case unknown
}

/// Reads the markers that runs of other ledgers left in the security channel.
package protocol MarkerReader: Sendable {
    /// The id of the channel that `Recipient.security` stands for today.
    var securityChannel: String { get }

    /// Reads the markers in a channel, newest first, as far as one call goes.
    ///
    /// Throws `MessengerError.cannotLookUp` when the channel can't be read.
    func markers(in search: MarkerSearch) async throws -> MarkerPage
}

extension MessageSender {
    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?
    ) async throws -> SendOutcome {
        try await send(payload, id: id, to: recipient, thread: thread, stamp: nil)
    }
}

/// The outcome of an attempt to send.
package enum SendOutcome: Hashable, Sendable {
    case delivered(Delivery)
    /// A definite answer that this recipient can't be reached.
    case unreachable(UnreachableReason, String)
    /// Certainly not delivered; tried again next run.
    case notDelivered(String)
    /// The answer was lost, so the message may have arrived. It is looked up before it is sent again.
    case unknown(String)
    /// Slack refused with a code that isn't on our list. Like `unknown` if the message was sent, and a refusal after a
    /// week.
    case unlisted(String, mayHaveArrived: Bool)

    /// Whether the message may be in Slack although that was not confirmed.
    package var mayHaveArrived: Bool {
        switch self {
        case .unknown, .unlisted(_, mayHaveArrived: true): true
        case .delivered, .unreachable, .notDelivered, .unlisted: false
        }
    }
}

/// The time in which a message can have been posted, so that a look-up reads hours and not years.
///
/// Every attempt has its own instant in the ledger, and a run sends for an hour at most; the rest allows for clocks
/// that differ.
package enum SendWindow {
    private static let slack: Double = 3_600

    package static func around(_ meant: Date) -> ClosedRange<Date> {
        meant.addingTimeInterval(-slack)...meant.addingTimeInterval(Gate.longestRun + 2 * slack)
    }
}

/// Slack refuses Relevo itself: nothing more is sent and nothing is deactivated.
package enum MessengerError: Error, Hashable, CustomStringConvertible {
    case refused(String)
    case cannotLookUp(String)

    package var description: String {
        switch self {
        case .refused(let why): why
        case .cannotLookUp(let why): "An earlier message could not be looked up in Slack: \(why.clause)."
        }
    }
}
