import FoundationEssentials
package import KeyPolicy

/// A service-specific credential that was just created, as AWS reported it: a user's password or key for one service,
/// such as CodeCommit or Bedrock, which no credential report shows.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html>
package struct ServiceCredentialSighting: Hashable, Sendable {
    package let account: AccountID
    package let userName: String
    /// `ACCA…`
    package let id: String
    /// As IAM names it: `codecommit.amazonaws.com`.
    package let service: String
    /// Who created it.
    package let activity: KeyActivity

    /// Nil for an id that is none.
    package init?(account: AccountID, userName: String, id: String, service: String, activity: KeyActivity) {
        // Real ones have about twenty letters and digits.
        guard id.hasPrefix("ACCA"), id.utf8.count >= 16, Self.message(about: id) != nil else { return nil }
        self.account = account
        self.userName = userName
        self.id = id
        self.service = service
        self.activity = activity
    }

    /// The same for each report of the same credential, so that it is told once.
    var message: MessageID? { Self.message(about: id) }

    private static func message(about id: String) -> MessageID? { MessageID(rawValue: "credential-\(id.lowercased())") }
}

/// What the channel is told about it.
package struct NewServiceCredential: Hashable, Sendable {
    package let account: Account
    package let sighting: ServiceCredentialSighting

    package init(account: Account, sighting: ServiceCredentialSighting) {
        self.account = account
        self.sighting = sighting
    }
}

extension SightingRequests {
    /// Tells the security channel once; no run reads such credentials.
    ///
    /// Throws `InterventionRefusal.leaseHeld` while a run works: the sighting can be repeated.
    package func tell(_ sighting: ServiceCredentialSighting, run: RunID) async throws -> Outcome {
        let account: Account
        switch try await watched(sighting.account) {
        case .success(let found): account = found.account
        case .failure(let ignored): return .ignored(ignored.why)
        }
        guard intervention.settings.mode(in: account.id) != .report else {
            return .ignored("in mode report only the summary is posted")
        }
        return try await intervention.underLease(run) { journal, now, _ in
            try await tell(sighting, in: account, journal, at: now)
        }
    }

    private func tell(
        _ sighting: ServiceCredentialSighting, in account: Account, _ journal: RunJournal, at now: Date
    ) async throws -> Outcome {
        let notification = Notification.serviceCredential(NewServiceCredential(account: account, sighting: sighting))
        guard let id = sighting.message,
            let part = intervention.composer.compose(notification, now: now).first
        else { return .failed("its text does not fit into a message") }
        try await settle(journal)
        guard try await !isQueued(id, since: Days.after(-Self.longestRepeat, now)) else {
            return try await intervention.ledger.unsentMessages().contains { $0.id == id }
                ? .failed("the message about \(sighting.id) is still in the outbox")
                : .ignored("the channel was told about \(sighting.id) already")
        }
        let sender = intervention.sender(journal)
        let message = OutboxMessage(
            id: id, recipient: .security, about: nil, payload: part.payload, queuedAt: now, isKept: true)
        try await sender.enqueue([message])
        return try await sender.send(message).problem.map { .failed($0.text) } ?? .told
    }

    /// Days for which a repeated event is recognized. Lambda and EventBridge repeat one for at most a day.
    private static let longestRepeat = 3

    private func isQueued(_ id: MessageID, since: Date) async throws -> Bool {
        try await intervention.ledger.events(ofKind: .messageQueued, in: .runs, since: since).contains { event in
            if case .outbox(.queued(let message)) = event.body { message.id == id } else { false }
        }
    }
}
