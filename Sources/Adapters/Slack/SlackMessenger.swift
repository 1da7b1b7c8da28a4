package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
package import Slack

/// Sends messages through Slack and reports as certain only what Slack made certain.
package actor SlackMessenger: Messenger {
    static let eventType = "relevo_message"
    static let messageField = "message_id"

    let client: SlackClient
    let channel: SlackChannelID
    /// The ids of apps and bots that Relevo used before.
    let earlierApps: Set<String>
    private let now: @Sendable () -> Date
    /// Our own identity in Slack, once known.
    private var identity: SlackIdentity?
    /// Set if Slack refused Relevo itself while a person was looked up; the next message stops the run.
    private var refusal: String?
    private let opensConversations: Bool
    /// DM channels by person, opened once.
    private var conversations: [SlackUserID: String] = [:]

    /// - Parameters:
    ///   - earlierApps: the ids, as Slack shows them in messages, of the apps that Relevo used before the current one.
    ///   - opensConversations: whether looking up a person may open the direct message with them; false for a preview.
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
            // Slack doesn't answer. The run continues, decides what is due, and notifies everyone it can.
        }
    }

    package func reachability(of person: SlackUserID) async -> Reachability {
        await answer(about: person, opensConversation: opensConversations)
    }

    package func presence(of person: SlackUserID) async -> Reachability {
        await answer(about: person, opensConversation: false)
    }

    private func answer(about person: SlackUserID, opensConversation: Bool) async -> Reachability {
        do {
            let user = try await client.user(person.rawValue)
            if user.isDeleted { return .unreachable(.personLeft) }
            if user.isBot { return .unreachable(.personIsBot) }
            if user.isMember(of: try await ownIdentity().teamID) == false { return .unreachable(.personIsForeign) }
            if opensConversation { _ = try await conversation(with: person) }
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

    package func readership() async -> Readership {
        guard let found = try? await client.conversation(channel.rawValue) else { return .unknown }
        let shown = found.name.map { "\(channel) (#\($0))" } ?? channel.rawValue
        if found.isExternallyShared { return .otherCompanies(channel: shown) }
        guard let isPrivate = found.isPrivate else { return .unknown }
        return isPrivate ? .members : .workspace(channel: shown)
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
                try SerializedMessage(json: payload), to: channel, thread: thread?.id,
                metadata: MessageMetadata(
                    eventType: Self.eventType,
                    payload: [Self.messageField: id.rawValue].merging(stamp?.fields ?? [:]) { $1 }))
            return .delivered(Delivery(place: posted.channel, id: posted.ts, at: now()))
        } catch let error as SlackError {
            let outcome = try outcome(error, to: recipient, wasPosted: true)
            // The unclear answer came at once, so look the message up at once. Only finding it proves anything: Slack
            // may not show a new message yet.
            guard outcome.mayHaveArrived, error.failure?.status != nil,
                let found = try? await find(id, at: recipient, thread: thread, meant: meant)
            else { return outcome }
            return .delivered(found)
        }
    }

    package func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        do {
            let posted = try await client.update(
                try SerializedMessage(json: payload), at: PostedMessage(channel: delivery.place, ts: delivery.id))
            return .delivered(Delivery(place: posted.channel, id: posted.ts, at: now()))
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
                        to: PostedMessage(channel: thread.place, ts: thread.id), oldest: oldest, latest: latest,
                        mostPages: 50)
                } else {
                    try await client.history(of: channel, oldest: oldest, latest: latest, mostPages: 50)
                }
            let own = try await ownIdentity()
            let found = stored.messages.first {
                isOurs($0, own) && $0.metadata?.payload[Self.messageField] == id.rawValue
            }
            if let found { return Delivery(place: channel, id: found.ts, at: now()) }
            guard stored.isComplete else {
                throw MessengerError.cannotLookUp("the conversation is too long to search completely")
            }
            guard !stored.messages.contains(where: { isByUs($0, own) && !$0.isWhole }) else {
                throw MessengerError.cannotLookUp("one of our messages there can't be read")
            }
            return nil
        } catch SlackError.recipientUnreachable {
            // Where nothing can be posted, nothing was posted.
            return nil
        } catch SlackError.messageMissing {
            // The thread is gone, with everything in it.
            return nil
        } catch SlackError.tokenRefused(let failure) where failure.code == "missing_scope" {
            throw MessengerError.cannotLookUp("\(ErrorClause(SlackError.tokenRefused(failure)))")
        } catch let error as SlackError {
            if error.isOurOwnFault { throw MessengerError.refused("\(error)") }
            throw MessengerError.cannotLookUp("\(ErrorClause(error))")
        }
    }

    /// Requested again if `check()` got no answer: without it, neither people of other workspaces nor messages of
    /// others can be recognized.
    func ownIdentity() async throws -> SlackIdentity {
        if let identity { return identity }
        let asked = try await client.identity()
        identity = asked
        return asked
    }

    /// - Parameter wasPosted: whether the message itself was sent; false if opening the conversation failed.
    private func outcome(_ error: SlackError, to recipient: Recipient, wasPosted: Bool) throws -> SendOutcome {
        let clause = "\(ErrorClause(error))"
        switch error {
        case .tokenRefused: throw MessengerError.refused("\(error)")
        case .recipientUnreachable(let failure) where failure.isAboutTheApp && recipient.isPerson:
            // A setting of the app affects everybody, so it is no reason to move one person's message to the channel.
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
    /// Anyone can write metadata like ours, so only our own messages count, and never a person's.
    func isOurs(_ message: StoredMessage, _ own: SlackIdentity) -> Bool {
        message.metadata?.eventType == Self.eventType && isByUs(message, own)
    }

    func isByUs(_ message: StoredMessage, _ own: SlackIdentity) -> Bool {
        let apps = [message.botID, message.appID].compactMap(\.self)
        if !earlierApps.isDisjoint(with: apps) { return true }
        return own.botID.map { message.botID == $0 } ?? (message.userID == own.userID)
    }
}
