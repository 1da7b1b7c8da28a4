import FoundationEssentials
import KeyPolicy
import KeyWatch

/// The ledger's events as text, one row each; narrow terminals show the day once above its events.
struct HistoryText {
    /// Narrower terminals have no room for the date in each row.
    private static let wide = 120

    private let events: [LedgerEvent]
    private let names: LedgerNames

    init(_ events: [LedgerEvent], names: LedgerNames = LedgerNames()) {
        self.events = events
        self.names = names
    }

    func text(_ terminal: Terminal) -> String {
        guard let first = events.first, let last = events.last else { return "Nothing has happened yet." }
        let isByDay = terminal.width < Self.wide
        var table = TextTable([.whole("at"), .name("account"), .name("user"), .whole("key"), .sentence("what")])
        var day: String?
        for event in events {
            if isByDay, event.at.day != day {
                day = event.at.day
                table.addHeading(event.at.day)
            }
            table.add([
                .init(isByDay ? event.at.time : event.at.isoInstant, short: isByDay ? event.at.time : event.at.minute),
                .init(names.account(event.stream)),
                .init(event.user.map(names.user) ?? ""),
                .init(event.key?.rawValue ?? "", short: event.key?.masked ?? ""),
                .init(event.body.map(sentence) ?? "\(event.kind) (written by a newer Relevo)"),
            ])
        }
        let days = first.at.day == last.at.day ? "on \(first.at.day)" : "from \(first.at.day) to \(last.at.day)"
        let totals = Totals([
            "\(Totals.count(events.count, "event")) \(days)",
            Totals.some(Set(events.compactMap(\.key)).count, "key"),
            Totals.some(events.count { $0.kind == "runEnded" }, "ended run"),
        ])
        return "\(table.text(terminal))\n\n\(totals.text(terminal))"
    }

    private func sentence(_ body: EventBody) -> String {
        switch body {
        case .key(let event): sentence(event)
        case .account(.known(let since)): "account known since \(since.isoInstant)"
        case .account(.left(.leftOrganization)): "account left the organization"
        case .account(.left(.notActive(let state))): "account is no longer active in the organization (\(state))"
        case .account(.left(.leftOut)): "account is no longer watched: the configuration leaves it out"
        case .account(.returned): "account is watched again"
        case .outbox(.queued(let message)): "message \(message.id) to \(message.recipient.text) queued"
        case .outbox(.sent(let id, let delivery)): "message \(id) sent in \(delivery.place)"
        case .outbox(.withdrawn(let id, let reason)): "message \(id) withdrawn: \(reason)"
        case .run(.started(let version)): "run started (relevo \(version))"
        case .run(.summaryPosted(let delivery)): "summary posted in \(delivery.place)"
        case .run(.ended(_, _, let counts, let status)):
            "run ended with \(status): \(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))"
        case .run(.refused(let reason)): "run refused: \(reason)"
        case .run(.brakeReleased(let run, let keys)): "\(keys.count) keys released from the alarm of run \(run)"
        case .run(.deactivationsServed(let asOf, let except)):
            "all deactivations due as of \(asOf.isoInstant) were handled"
                + (except.isEmpty ? "" : ", except in \(except.map(\.rawValue).joined(separator: ", "))")
        case .run(.channelRead(let channel, let point)):
            point.span == nil
                ? "channel \(channel) read up to \(point.upTo ?? "its beginning")"
                : "channel \(channel) read in part; the next run continues"
        case .run(.markerSeen(let marker)):
            "run \(marker.run) of ledger \(LedgerFloor.shortName(marker.ledger)) has open promises in "
                + "\(marker.promises.count) accounts"
                + (marker.promises.values.max().map { ", the latest for \($0.isoInstant)" } ?? "")
        case .run(.ledgerDoubted(let why)): "unknown whether this ledger is the newest: \(why)"
        case .run(.ledgerConfirmed): "this ledger is the newest"
        case .run(.ledgerGapAccepted(let run, let floor)):
            "ledger accepted without "
                + (run.map { "the runs up to \($0)" } ?? "the runs that could not be read")
                + "; nothing is deactivated before \(floor.isoInstant)"
        case .run(.settingsRecorded(let digest, _, let changes)):
            changes.isEmpty
                ? "configuration recorded (\(digest.prefix(12)))"
                : "configuration changed (\(digest.prefix(12))): " + changes.map(sentence).joined(separator: "; ")
        case .run(.markerPosted): "the command's message names the promised days for other ledgers"
        case .run(.unreachableNamed(let ids)):
            "\(Totals.count(ids.count, "user")) listed whose owner can't be reached\(named(ids))"
        case .run(.unconfirmedNamed(let ids)):
            "\(Totals.count(ids.count, "user")) listed to be confirmed as \(ids.count == 1 ? "a machine" : "machines")\(named(ids))"
        case .stop(.stopped(let stop)): "stopped: \(stop.text)"
        case .stop(.resumed(let scope, let by, let reason)): "\(whom(scope)) resumed by \(by): \(reason)"
        case .exemption(.seen(let sight)):
            "exemption of \(whom(sight.subject)) is too long; the longest time allowed counts from here"
        case .exemption(.granted(_, let subject, let until, let reason, let approver)):
            "\(whom(subject)) exempt until \(until.isoInstant): \(reason) (approved by \(approver))"
        case .exemption(.ended(_, let subject, let reason, let approver)):
            "\(whom(subject)) no longer exempt: \(reason) (ended by \(approver))"
        }
    }

    private func sentence(_ event: KeyEvent) -> String {
        switch event {
        case .noticeQueued(let notice):
            "\(notice.isLast ? "last notice" : "notice \(notice.stage)") of round \(notice.round)\(notice.isBinding ? "" : " (not binding)") to "
                + "\(notice.recipient.text), deadline \(notice.deadline.isoInstant)"
        case .noticeDelivered(_, let delivery): "notice delivered in \(delivery.place)"
        case .channelCopyDelivered(_, let delivery): "channel copy delivered in \(delivery.place)"
        case .noticeFailed(_, let reason, _): "notice not delivered: \(reason)"
        case .recipientRefused(let recipient, let reason): "\(recipient.text) can't be reached: \(reason.rawValue)"
        case .recipientUnclear(let recipient): "Slack refused \(recipient.text) with an unknown error"
        case .roundEnded(let reason): "round ended: \(reason.rawValue)"
        case .heldByRate: "waiting for its turn"
        case .heldByAlarm: "stopped by the alarm"
        case .deactivationIntended(let round, let promise):
            "deactivation intended (round \(round), promised for \(promise.deadline.isoInstant))"
        case .deactivated: "deactivated"
        case .deactivationFailed(let reason): "not deactivated: \(reason)"
        case .restoreIntended(let until, let reason): "restore until \(until.isoInstant) intended: \(reason)"
        case .restored: "reactivated for a limited time"
        case .restoreFailed(let reason): "not reactivated: \(reason)"
        case .restoreTold(let until, let recipient):
            "\(recipient.text) notified that it is active until \(until.isoInstant)"
        case .overdueCounted(let day): "overdue on \(day.text)"
        case .announced(let told): "announced: \(sentence(told))"
        case .gone: "gone"
        }
    }

    /// The users of a list, all of them: `: shop/ana, web/bea`.
    private func named(_ ids: [UserID]) -> String {
        ids.isEmpty ? "" : ": " + ids.map(names.path).joined(separator: ", ")
    }

    private func sentence(_ told: Announcement.Told) -> String {
        let occasion =
            switch told.occasion {
            case .key: ""
            case .instant(let at): " (\(at.isoInstant))"
            case .round(let number): " (round \(number))"
            case .successor(let key): " (\(key.masked) in its place)"
            case .owner(let recipient): " (\(recipient.text))"
            }
        return "\(told.kind.rawValue)\(occasion)\(told.recipient.map { " to \($0.text)" } ?? "")"
    }

    private func sentence(_ change: SettingChange) -> String {
        "\(change.name) \(change.from ?? "-") -> \(change.to ?? "-")"
    }

    private func whom(_ scope: Stop.Scope) -> String {
        switch scope {
        case .everything: "everything"
        case .account(let id): "account \(id)"
        case .user(let account, let id): "\(id) in account \(account)"
        }
    }

    private func whom(_ subject: Exemption.Subject) -> String {
        switch subject {
        case .user(let id): "all keys of \(id)"
        case .key(let key): key.masked
        }
    }
}

/// The names that accounts and users have in the inventory; ids stand where there are none.
struct LedgerNames {
    private let accounts: AccountNames
    private let users: [UserID: User]

    init(accounts: [Account] = [], users: [User] = []) {
        self.accounts = AccountNames(accounts)
        self.users = Dictionary(users.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Empty for the stream of runs.
    func account(_ stream: StreamID) -> String {
        if case .account(let id) = stream { accounts[id] } else { "" }
    }

    func user(_ id: UserID) -> String { users[id]?.name ?? id.rawValue }

    /// With the account: `shop/ana`.
    func path(_ id: UserID) -> String {
        guard let user = users[id] else { return id.rawValue }
        return "\(accounts[user.account])/\(user.name)"
    }
}

extension Date {
    /// The day and the minute in UTC: `2026-03-12 09:30`.
    fileprivate var minute: String { "\(day) \(time.prefix(5))" }
}
