package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
package import Slack

/// Carries words through Slack and calls certain only what Slack made certain.
package actor SlackMessenger: Messenger {
    static let eventType = "relevo_message"
    static let messageField = "message_id"

    let client: SlackClient
    let channel: SlackChannelID
    /// Ids of apps and bots under which Relevo posted before.
    let earlierApps: Set<String>
    private let now: @Sendable () -> Date
    /// Who we are in Slack, once it said so.
    private var identity: SlackIdentity?
    /// That Slack refused Relevo itself while a person was asked about; the next message stops the run.
    private var refusal: String?
    private let opensConversations: Bool
    /// DM channels by person, opened once.
    private var conversations: [SlackUserID: String] = [:]

    /// - Parameters:
    ///   - earlierApps: ids, as Slack shows them in messages, of apps that Relevo was before it was created anew.
    ///   - opensConversations: whether asking about a person may open the direct message with them; not for a mere
    ///     look.
    ///   - now: the policy clock, for the instant of a delivery.
    package init(
        client: SlackClient, securityChannel: SlackChannelID, earlierApps: Set<String> = [],
        opensConversations: Bool = true,
        now: @escaping @Sendable () -> Date
    ) {
        self.opensConversations = opensConversations
        self.client = client
        channel = securityChannel
        self.earlierApps = earlierApps
        self.now = now
    }

    package func check() async throws {
        do {
            identity = try await client.identity()
        } catch let error as SlackError {
            if error.isOurOwnFault { throw MessengerError.refused("\(error)") }
            // Slack is not answering: the run goes on, finds out what is due, and tells whom it can.
        }
    }

    package func reachability(of person: SlackUserID) async -> Reachability {
        do {
            let user = try await client.user(person.rawValue)
            if user.isDeleted { return .unreachable(.userDeleted) }
            if user.isBot { return .unreachable(.userIsBot) }
            if user.isMember(of: try await ownIdentity().teamID) == false { return .unreachable(.userOfForeignTeam) }
            if opensConversations { _ = try await conversation(with: person) }
            return .reachable
        } catch SlackError.recipientUnreachable(let failure) where !failure.isAboutTheApp {
            return .unreachable(UnreachableReason(code: failure.code))
        } catch SlackError.unlisted(let failure) {
            return .unlisted("\(ErrorClause(SlackError.unlisted(failure)))")
        } catch let error as SlackError where error.isOurOwnFault {
            refusal = "\(error)"
            return .unknown("\(ErrorClause(error))")
        } catch {
            return .unknown("\(ErrorClause(error))")
        }
    }

    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        if let refusal { throw MessengerError.refused(refusal) }
        let channel: String
        do { channel = try await self.channel(of: recipient) } catch let error as SlackError {
            return try outcome(error, to: recipient, wasPosted: false)
        }
        let meant = now()
        do {
            let posted = try await client.post(
                try SerializedMessage(json: payload), to: channel, thread: thread?.ts,
                metadata: MessageMetadata(
                    eventType: Self.eventType,
                    payload: [Self.messageField: id.rawValue].merging(stamp?.fields ?? [:]) { $1 }))
            return .delivered(Delivery(channel: posted.channel, ts: posted.ts, at: now()))
        } catch let error as SlackError {
            let outcome = try outcome(error, to: recipient, wasPosted: true)
            // An answer that says nothing certain came at once, so the message is looked for at once. Only finding it
            // proves
            // something: what was posted a moment ago may not be shown yet.
            guard outcome.mayHaveArrived, error.failure?.status != nil,
                let found = try? await find(id, at: recipient, thread: thread, meant: meant)
            else { return outcome }
            return .delivered(found)
        }
    }

    package func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        do {
            let posted = try await client.update(
                try SerializedMessage(json: payload), at: PostedMessage(channel: delivery.channel, ts: delivery.ts))
            return .delivered(Delivery(channel: posted.channel, ts: posted.ts, at: now()))
        } catch let error as SlackError {
            return try outcome(error, to: .security, wasPosted: true)
        }
    }

    package func find(
        _ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date
    ) async throws -> Delivery? {
        do {
            let channel = try await channel(of: recipient)
            let window = SendWindow.around(meant)
            let (oldest, latest) = (Self.ts(window.lowerBound), Self.ts(window.upperBound))
            let stored =
                if let thread {
                    try await client.replies(
                        to: PostedMessage(channel: thread.channel, ts: thread.ts), oldest: oldest, latest: latest,
                        mostPages: 50)
                } else {
                    try await client.history(of: channel, oldest: oldest, latest: latest, mostPages: 50)
                }
            let own = try await ownIdentity()
            let found = stored.messages.first {
                isOurs($0, own) && $0.metadata?.payload[Self.messageField] == id.rawValue
            }
            if let found { return Delivery(channel: channel, ts: found.ts, at: now()) }
            guard stored.isComplete else {
                throw MessengerError.cannotLookUp("the conversation is too long to be searched to its end")
            }
            guard !stored.messages.contains(where: { isByUs($0, own) && !$0.isWhole }) else {
                throw MessengerError.cannotLookUp("a message of ours there can't be read")
            }
            return nil
        } catch SlackError.recipientUnreachable {
            // Where nothing can be posted, nothing was.
            return nil
        } catch SlackError.messageMissing {
            // The thread is gone, and whatever was in it.
            return nil
        } catch SlackError.tokenRefused(let failure) where failure.code == "missing_scope" {
            throw MessengerError.cannotLookUp("\(ErrorClause(SlackError.tokenRefused(failure)))")
        } catch let error as SlackError {
            if error.isOurOwnFault { throw MessengerError.refused("\(error)") }
            throw MessengerError.cannotLookUp("\(ErrorClause(error))")
        }
    }

    /// Asked for again if `check()` got no answer: without it nobody can be told from a foreigner, nor our messages
    /// from
    /// others'.
    func ownIdentity() async throws -> SlackIdentity {
        if let identity { return identity }
        let asked = try await client.identity()
        identity = asked
        return asked
    }

    /// - Parameter wasPosted: whether the message itself was sent; where already the conversation could not be opened,
    ///   it
    ///   surely wasn't.
    private func outcome(_ error: SlackError, to recipient: Recipient, wasPosted: Bool) throws -> SendOutcome {
        let clause = "\(ErrorClause(error))"
        switch error {
        case .tokenRefused: throw MessengerError.refused("\(error)")
        case .recipientUnreachable(let failure) where failure.isAboutTheApp && recipient.isPerson:
            // A setting of the app keeps it from everybody: no reason to move one person's word to the channel.
            return .notDelivered("\(error) Check the app's Messages tab and the workspace's restrictions")
        case .recipientUnreachable(let failure): return .unreachable(UnreachableReason(code: failure.code), clause)
        case .ambiguous: return wasPosted ? .unknown(clause) : .notDelivered(clause)
        case .unlisted: return .unlisted(clause, mayHaveArrived: wasPosted)
        case .messageMissing, .payload, .notDelivered, .tooLarge, .unusable: return .notDelivered(clause)
        }
    }

    private static func ts(_ instant: Date) -> String { "\(Int(instant.timeIntervalSince1970)).000000" }

    private func channel(of recipient: Recipient) async throws -> String {
        switch recipient {
        case .person(let person): try await conversation(with: person)
        case .team(let channel): channel.rawValue
        case .security: self.channel.rawValue
        }
    }

    private func conversation(with person: SlackUserID) async throws -> String {
        if let known = conversations[person] { return known }
        let opened = try await client.openDirectMessage(with: person.rawValue)
        conversations[person] = opened
        return opened
    }
}

extension SlackMessenger {
    /// Anybody may write metadata like ours: only our own messages count, and a person's never do.
    func isOurs(_ message: StoredMessage, _ own: SlackIdentity) -> Bool {
        message.metadata?.eventType == Self.eventType && isByUs(message, own)
    }

    func isByUs(_ message: StoredMessage, _ own: SlackIdentity) -> Bool {
        let apps = [message.botID, message.appID].compactMap(\.self)
        if !earlierApps.isDisjoint(with: apps) { return true }
        return own.botID.map { message.botID == $0 } ?? (message.userID == own.userID)
    }
}
