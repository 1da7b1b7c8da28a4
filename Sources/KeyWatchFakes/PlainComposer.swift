package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// Composes every notification as data; splits lists into parts of at most so many actions.
package struct PlainComposer: Composer {
    private let actionsPerPart: Int
    /// Notifications that it composes no message for, like a composer whose text is over the limits.
    package var silentAbout: Set<String> = []

    package init(actionsPerPart: Int = .max) { self.actionsPerPart = actionsPerPart }

    package func compose(_ notification: Notification, now: Date) -> [ComposedMessage] {
        switch notification {
        case .notices(let actions): parts("notices", nil, actions)
        case .noticeCopies(let actions): parts("noticeCopies", nil, actions)
        case .deactivated(let action, let audience): parts("deactivated", audience, [action])
        case .announcement(let kind, let actions, let audience): parts(kind.rawValue, audience, actions)
        case .unreachable(let actions): parts("unreachable", nil, actions)
        case .restored(let action, let audience): parts("restored", audience, [action])
        case .braked(let held, let run):
            [text("braked", "\(run) " + held.map(\.key.id.rawValue).sorted().joined(separator: " "))]
        case .ledgerAccepted(let keys, _):
            [text("ledgerAccepted", keys.map(\.key.id.rawValue).sorted().joined(separator: " "))]
        case .promisesContinued(let part, let parts): [text("promisesContinued", "\(part) of \(parts)")]
        case .exempted(let exemption):
            [text("exempted", "\(exemption.user.id) \(exemption.key?.rawValue ?? "-") \(exemption.exemption.text)")]
        case .exemptionEnded(let exemption, let reason, let approver):
            [text("exemptionEnded", "\(exemption.user.id) \(exemption.key?.rawValue ?? "-") \(reason) \(approver)")]
        case .stopped(let stop):
            [text("stopped", "\(stop.scope.plainText) \(stop.since.ISO8601Format()) \(stop.cause.code) \(stop.text)")]
        case .resumed(let stops, let by, let reason):
            [text("resumed", "\(stops.map(\.scope.plainText).joined(separator: ",")) \(by) \(reason)")]
        case .stopsUnconfirmed(let stops):
            [text("stopsUnconfirmed", stops.map(\.scope.plainText).joined(separator: " "))]
        case .settingsChanged(let changes, let day):
            [
                text(
                    "settingsChanged",
                    "\(day?.text ?? "now") "
                        + changes.map { "\($0.name): \($0.from ?? "-") > \($0.to ?? "-")" }.joined(separator: "; "))
            ]
        case .ownersUnreachable(let findings):
            [
                text(
                    "ownersUnreachable",
                    findings.map { "\($0.user?.id.rawValue ?? "-") \($0.kind)" }.joined(separator: " "))
            ]
        case .accountsLeft(let accounts):
            [text("accountsLeft", accounts.map { "\($0.account.id) \($0.why)" }.joined(separator: " "))]
        case .serviceCredential(let credential):
            [text("serviceCredential", "\(credential.account.id) \(credential.sighting.id)")]
        case .summary(let summary):
            [text("summary", "\(summary.run) \(Self.state(of: summary)) \(summary.root ?? "")")]
        }
    }

    package func marked(_ payload: String) -> String {
        guard var read = PlainPayload(payload) else { return payload }
        read.isMarked = true
        return read.encoded
    }

    private static func state(of summary: RunSummary) -> String {
        summary.finishedAt == nil ? "begun" : summary.isInterrupted ? "interrupted" : "done"
    }

    private func parts(_ word: String, _ audience: Notification.Audience?, _ actions: [PlannedAction])
        -> [ComposedMessage]
    {
        guard !silentAbout.contains(word) else { return [] }
        var messages: [ComposedMessage] = []
        var rest = actions[...]
        while !rest.isEmpty {
            let part = rest.prefix(actionsPerPart)
            rest = rest.dropFirst(part.count)
            let payload = PlainPayload(
                word: word, audience: audience?.rawValue, lines: part.map(PlainPayload.Line.init), text: "")
            messages.append(ComposedMessage(payload: payload.encoded, covers: part.map(\.id)))
        }
        return messages
    }

    private func text(_ word: String, _ text: String) -> ComposedMessage {
        let payload = PlainPayload(word: word, audience: nil, lines: [], text: text)
        return ComposedMessage(payload: payload.encoded, covers: [])
    }
}

extension Stop.Scope {
    /// `everything`, or an account's or user's id.
    package var plainText: String {
        switch self {
        case .everything: "everything"
        case .account(let id): id.rawValue
        case .user(_, let id): id.rawValue
        }
    }
}

/// The content of a message of `PlainComposer`, readable by a test without its cause.
package struct PlainPayload: Hashable, Codable, Sendable {
    /// One key's part of a message.
    package struct Line: Hashable, Codable, Sendable {
        /// `PlannedAction.id`.
        package let action: String
        /// `PlannedAction.kindName`.
        package let kind: String
        package let account: AccountID
        package let user: UserID
        package let key: AccessKeyID
        package let keyCreatedAt: Date
        package let stage: Int?
        package let round: Int?
        package let isBinding: Bool
        /// Whether it is the last notice of an overdue key.
        package let isLast: Bool
        package let isPossibleRepeat: Bool
        package let deadline: Date?
        package let isExpected: Bool?
        /// Who did it, or why that is unknown.
        package let author: String?
        /// The Region of the last call that is known of a notice's key.
        package let usedIn: String?

        init(_ action: PlannedAction) {
            self.action = action.id
            kind = action.kindName
            account = action.account.id
            user = action.user.id
            key = action.key.id
            keyCreatedAt = action.key.createdAt
            stage = action.notice?.stage
            round = action.notice?.round
            isBinding =
                if case .restore(let restoration) = action.kind {
                    restoration.until != nil
                } else {
                    action.notice?.isBinding ?? false
                }
            isLast = action.notice?.isLast ?? false
            isPossibleRepeat = action.notice?.isPossibleRepeat ?? false
            deadline =
                switch action.kind {
                case .restore(let restoration): restoration.until
                case .announce(.restoreEnding(let until)): until
                case .announce(.exemptionEnding(let exemption)): exemption.until
                default: action.notice?.deadline
                }
            isExpected = if case .announce(.newKey(let expected)) = action.kind { expected } else { nil }
            author = action.activity?.activity?.actor.text ?? action.activity?.why
            usedIn = action.use?.last.region
        }
    }

    /// The case's name in `Notification`.
    package let word: String
    package let audience: String?
    package let lines: [Line]
    /// For notifications that are about no key.
    package let text: String
    /// Whether the whole message is marked as a possible repeat.
    package internal(set) var isMarked = false

    package init(word: String, audience: String?, lines: [Line], text: String) {
        self.word = word
        self.audience = audience
        self.lines = lines
        self.text = text
    }

    package init?(_ payload: String) {
        guard let read = try? JSONDecoder().decode(PlainPayload.self, from: Data(payload.utf8)) else { return nil }
        self = read
    }

    package var encoded: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
