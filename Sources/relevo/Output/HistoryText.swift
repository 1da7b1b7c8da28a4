import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Events as a person reads them, a line each.
struct HistoryText {
    private let events: [LedgerEvent]

    init(_ events: [LedgerEvent]) { self.events = events }

    func text(_ terminal: Terminal) -> String {
        guard !events.isEmpty else { return "Nothing has happened yet." }
        var table = TextTable(["at", "stream", "user", "key", "what"])
        for event in events {
            table.add([
                event.at.isoInstant, event.stream.text, event.user?.rawValue ?? "", event.key?.masked ?? "",
                event.body.map(sentence) ?? "\(event.kind) (written by a newer Relevo)",
            ])
        }
        return table.text(terminal)
    }

    private func sentence(_ body: EventBody) -> String {
        switch body {
        case .key(let event): sentence(event)
        case .account(.known(let since)): "account known since \(since.isoInstant)"
        case .account(.left(.leftOrganization)): "account left the organization"
        case .account(.left(.notActive(let state))): "account is no longer active in the organization (\(state))"
        case .account(.left(.leftOut)): "account is no longer watched: the configuration leaves it out"
        case .account(.returned): "account is watched again"
        case .word(.promised(let word)): "message \(word.message) to \(word.recipient.text) promised"
        case .word(.told(let message, let delivery)): "message \(message) told in \(delivery.channel)"
        case .word(.withdrawn(let message, let reason)): "message \(message) withdrawn: \(reason)"
        case .run(.started(let version)): "run started (relevo \(version))"
        case .run(.summaryPosted(let delivery)): "summary posted in \(delivery.channel)"
        case .run(.ended(_, let counts, let status)):
            "run ended with \(status): \(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
        case .run(.refused(let reason)): "run refused: \(reason)"
        case .run(.brakeReleased(let run, let keys)): "brake released for \(keys.count) keys held in run \(run)"
        case .run(.ledgerGapAccepted(let run, let floor)):
            "runs up to \(run) are unknown to this ledger; nothing is deactivated before \(floor.isoInstant)"
        case .exemption(.granted(let subject, let until, let reason, let approver)):
            "\(whom(subject)) exempt until \(until.isoInstant): \(reason) (approved by \(approver))"
        case .exemption(.ended(let subject, let reason, let approver)):
            "\(whom(subject)) no longer exempt: \(reason) (ended by \(approver))"
        }
    }

    private func sentence(_ event: KeyEvent) -> String {
        switch event {
        case .noticeClaimed(let notice):
            "notice \(notice.stage) of round \(notice.round)\(notice.binding ? "" : " (not binding)") to "
                + "\(notice.recipient.text), deadline \(notice.deadline.isoInstant)"
        case .noticeDelivered(_, let delivery): "notice delivered in \(delivery.channel)"
        case .noticeMirrored(_, let delivery): "copy delivered in \(delivery.channel)"
        case .noticeFailed(_, let reason, _): "notice not delivered: \(reason)"
        case .recipientRefused(let recipient, let reason): "\(recipient.text) can't be reached: \(reason.rawValue)"
        case .roundEnded(let reason): "round ended: \(reason.rawValue)"
        case .heldByBrake: "held by the brake"
        case .deactivationIntended(let round, let promise):
            "deactivation intended (round \(round), promised for \(promise.deadline.isoInstant))"
        case .deactivated: "deactivated"
        case .deactivationFailed(let reason): "not deactivated: \(reason)"
        case .retirementIntended(let successor, let agreedBy, let reason):
            "early retirement intended, agreed by \(agreedBy): \(reason) (\(successor.masked) is in its place)"
        case .retirementOffered(let successor, let recipient):
            "early retirement offered to \(recipient.text) (\(successor.masked) is in its place)"
        case .restoreIntended(let until, let reason): "restore until \(until.isoInstant) intended: \(reason)"
        case .restored: "switched on again for a while"
        case .restoreFailed(let reason): "not switched on: \(reason)"
        case .restoreTold(let until, let recipient): "\(recipient.text) told that it is on until \(until.isoInstant)"
        case .restoreEndingTold(let until): "told once more that it is on until \(until.isoInstant)"
        case .exemptionEndingTold(let until): "told that its exemption is over at \(until.isoInstant)"
        case .decoyUseTold(let at): "alarm: used at \(at.isoInstant) although it is bait"
        case .reactivationSeen: "found switched on again"
        case .announced: "announced as new"
        case .thanked: "rotation thanked for"
        case .gone: "gone"
        }
    }

    private func whom(_ subject: Exemption.Subject) -> String {
        switch subject {
        case .user(let id): "all keys of \(id)"
        case .key(let key): key.masked
        }
    }
}
