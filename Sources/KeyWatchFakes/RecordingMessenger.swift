package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
import Synchronization

/// Slack as a test needs it: stores what is sent, finds it again, and fails as set up.
package final class RecordingMessenger: Messenger {
    struct State {
        var messages: [RecordedMessage] = []
        var turnedAway: [Recipient: Date] = [:]
        var lost: [PlainPayload] = []
        var reachabilities: [SlackUserID: Reachability] = [:]
        var faults: [Fault] = []
        var isRefused = false
        var lookUps = LookUps.work
        var ownApp = "B0RELEVO"
        var earlierApps: Set<String> = []
        var deleted: Set<String> = []
        /// What happens just before a message of that kind is sent.
        var before: (word: String, act: @Sendable (RecordingMessenger) -> Void)?
        var failingReads = 0
        var blindReads = 0
        var showsMetadata = true
        var pageSize = Int.max
        var updates: [String: PlainPayload] = [:]
        var sends = 0
        var asked: [SlackUserID: Int] = [:]
        var lookedUp = 0
        var lastFailedLookUp: Date?
        var securityChannel = "C0SECURITY"
        var readership = Readership.members
    }

    struct Fault {
        let matches: @Sendable (Recipient, PlainPayload) -> Bool
        let fault: SendFault
        var left: Int
    }

    /// How look-ups of earlier messages end.
    package enum LookUps: Hashable, Sendable {
        case work
        case fail
        /// Slack's history lags: what was sent is not found. Summaries from an hour ago are.
        case findNothing
    }

    let clock: FixedClock
    private let secondsPerMessage: Double
    private let secondsPerPerson: Double
    let state = Mutex(State())

    /// - Parameters:
    ///   - clock: gives the time of a delivery.
    ///   - secondsPerMessage: how far each message moves that clock on.
    ///   - secondsPerPerson: how far each answer about a person moves it on.
    package init(clock: FixedClock, secondsPerMessage: Double = 0, secondsPerPerson: Double = 0) {
        self.clock = clock
        self.secondsPerMessage = secondsPerMessage
        self.secondsPerPerson = secondsPerPerson
    }

    // MARK: What tests set and read

    package var messages: [RecordedMessage] { state.withLock { $0.messages } }
    /// Recipients that definitely refused a message, and when they last did.
    package var turnedAway: [Recipient: Date] { state.withLock { $0.turnedAway } }
    /// Messages that were neither stored nor answered: their sender can't know that nobody read them.
    package var lost: [PlainPayload] { state.withLock { $0.lost } }
    package var sends: Int { state.withLock { $0.sends } }
    /// How often each person's conversation was opened to see whether they can be reached.
    package var asked: [SlackUserID: Int] { state.withLock { $0.asked } }
    package var lookedUp: Int { state.withLock { $0.lookedUp } }
    /// When a look-up last failed, by the true time.
    package var lastFailedLookUp: Date? { state.withLock { $0.lastFailedLookUp } }
    package var lastSummary: PlainPayload? {
        state.withLock { state in
            state.messages.last { $0.payload.word == "summary" }.flatMap { state.updates[$0.delivery.id] }
        }
    }

    /// How many messages of that kind were stored since then.
    package func messages(word: String, since: Date) -> Int {
        messages.filter { $0.payload.word == word && $0.at >= since }.count
    }

    package func reachabilityNow(of person: SlackUserID) -> Reachability {
        state.withLock { $0.reachabilities[person] ?? .reachable }
    }

    package func answer(_ reachability: Reachability?, about person: SlackUserID) {
        state.withLock { $0.reachabilities[person] = reachability }
    }

    /// Changes the security channel from now on.
    package func setSecurityChannel(_ id: String) { state.withLock { $0.securityChannel = id } }
    package func setReadership(_ readership: Readership) { state.withLock { $0.readership = readership } }
    package func refuse(_ refused: Bool) { state.withLock { $0.isRefused = refused } }
    package func lookUps(_ lookUps: LookUps) { state.withLock { $0.lookUps = lookUps } }

    /// Makes sends fail, so many times: those to `recipient` or of the kind `word`, by default all.
    package func fail(
        _ fault: SendFault, to recipient: Recipient? = nil, word: String? = nil, times: Int = .max
    ) {
        let matches: @Sendable (Recipient, PlainPayload) -> Bool = { target, payload in
            (recipient == nil || recipient == target) && (word == nil || word == payload.word)
        }
        state.withLock { $0.faults.append(Fault(matches: matches, fault: fault, left: times)) }
    }

    package func recover() {
        state.withLock {
            $0.faults = []
            $0.failingReads = 0
            $0.showsMetadata = true
            $0.lookUps = .work
            $0.isRefused = false
        }
    }

    // MARK: Messenger

    package func check() async throws {
        if state.withLock({ $0.isRefused }) { throw MessengerError.refused("invalid_auth") }
    }

    package func reachability(of person: SlackUserID) async -> Reachability {
        clock.advance(secondsPerPerson)
        state.withLock { $0.asked[person, default: 0] += 1 }
        return reachabilityNow(of: person)
    }

    package func presence(of person: SlackUserID) async -> Reachability { reachabilityNow(of: person) }

    package func readership() async -> Readership { state.withLock { $0.readership } }

    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        guard let read = PlainPayload(payload) else { return .notDelivered("the fake Slack can't read the payload") }
        let before = state.withLock { state in
            defer { if state.before?.word == read.word { state.before = nil } }
            return state.before?.word == read.word ? state.before?.act : nil
        }
        before?(self)
        clock.advance(secondsPerMessage)
        let (now, truth) = (clock.now, clock.truth)
        return try state.withLock { state in
            state.sends += 1
            if state.isRefused { throw MessengerError.refused("invalid_auth") }
            func store(confirmed: Bool) -> Delivery {
                let delivery = Delivery(
                    place: state.channel(of: recipient), id: state.nextPlace(at: truth), at: now)
                state.messages.append(
                    RecordedMessage(
                        id: id, recipient: recipient, payload: read, delivery: delivery, thread: thread,
                        stamp: stamp, author: state.ownApp, wasConfirmed: confirmed, trueAt: truth))
                return delivery
            }
            guard let index = state.faults.firstIndex(where: { $0.left > 0 && $0.matches(recipient, read) }) else {
                return .delivered(store(confirmed: true))
            }
            if state.faults[index].left != .max { state.faults[index].left -= 1 }
            switch state.faults[index].fault {
            case .notDelivered: return .notDelivered("the fake Slack is busy")
            case .unreachable(let reason):
                state.turnedAway[recipient] = truth
                return .unreachable(reason, "the fake Slack knows no way there")
            case .refused: throw MessengerError.refused("invalid_auth")
            case .unknown(let stored):
                if stored { _ = store(confirmed: false) } else { state.lost.append(read) }
                return .unknown("the fake Slack's answer was lost")
            case .unlisted:
                state.turnedAway[recipient] = truth
                return .unlisted("a code of next year", mayHaveArrived: true)
            }
        }
    }

    package func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        guard let read = PlainPayload(payload) else { return .notDelivered("the fake Slack can't read the payload") }
        return state.withLock { state in
            guard state.messages.contains(where: { $0.delivery.id == delivery.id }) else {
                return .notDelivered("the fake Slack holds no such message")
            }
            state.updates[delivery.id] = read
            return .delivered(delivery)
        }
    }

    package func find(
        _ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date
    ) async throws -> Delivery? {
        try state.withLock { state in
            state.lookedUp += 1
            if state.isRefused { throw MessengerError.refused("invalid_auth") }
            switch state.lookUps {
            case .fail:
                state.lastFailedLookUp = clock.truth
                throw MessengerError.cannotLookUp("the fake Slack is down")
            case .findNothing: return nil
            case .work:
                return state.messages.first {
                    $0.id == id && $0.recipient == recipient && $0.thread?.id == thread?.id
                        && SendWindow.around(meant).contains($0.at)
                        && state.isOurs($0) && !state.deleted.contains($0.delivery.id)
                }?.delivery
            }
        }
    }
}

extension RecordingMessenger.State {
    /// As Slack names messages: by the second, and always later than the previous one.
    func nextPlace(at truth: Date) -> String {
        let last = messages.last.flatMap { $0.delivery.id.split(separator: ".").first.flatMap { Int($0) } } ?? 0
        let count = String(messages.count + 1)
        return "\(max(Int(truth.timeIntervalSince1970), last))."
            + String(repeating: "0", count: max(0, 6 - count.count)) + count
    }

    func isOurs(_ message: RecordedMessage) -> Bool {
        message.author == ownApp || earlierApps.contains(message.author)
    }

    func channel(of recipient: Recipient) -> String {
        switch recipient {
        case .person(let id): "D\(id.rawValue)"
        case .team(let id): id.rawValue
        case .security: securityChannel
        }
    }
}

/// A message that the fake Slack stores.
package struct RecordedMessage: Hashable, Sendable {
    package let id: MessageID
    package let recipient: Recipient
    package let payload: PlainPayload
    package let delivery: Delivery
    /// The parent's delivery for a message in a thread.
    package let thread: Delivery?
    /// The marker in a summary's metadata.
    package let stamp: SummaryMarker?
    /// The app that posted it.
    package let author: String
    /// Whether the sender got the answer that it arrived.
    package let wasConfirmed: Bool

    /// By Slack's clock.
    package let trueAt: Date

    /// By the clock of the machine that Relevo runs on.
    package var at: Date { delivery.at }
}

/// How a send of the fake Slack fails.
package enum SendFault: Hashable, Sendable {
    case notDelivered
    case unreachable(UnreachableReason)
    /// The answer is lost; `stored` says whether the message arrived anyway.
    case unknown(stored: Bool)
    /// Slack refuses with an unknown code.
    case unlisted
    /// Our own token is refused.
    case refused
}
