import KeyPolicy

/// The claims of one account that its events leave open: claimed, and neither delivered nor failed.
struct StandingClaims {
    /// The kinds of events that make and settle claims.
    static let kinds = ["noticeClaimed", "noticeDelivered", "noticeFailed"]

    /// What is claimed once: a key at a stage of a round, under the message that claimed it last.
    private struct NoticeSlot: Hashable {
        let address: KeyAddress
        let round: Int
        let stage: Int
    }

    private struct Part: Hashable {
        let address: KeyAddress
        let message: MessageID
    }

    private var notices: [NoticeSlot: Notice] = [:]
    private var rungs: [Part: NoticeSlot] = [:]

    /// In the order of their keys.
    var open: [(address: KeyAddress, notice: Notice)] {
        notices.map { ($0.key.address, $0.value) }.sorted { ($0.0, $0.1.stage) < ($1.0, $1.1.stage) }
    }

    /// False for an event that can't be read.
    mutating func follow(_ event: LedgerEvent) -> Bool {
        guard case .account(let account) = event.stream, let user = event.user, let key = event.key,
            case .key(let body) = event.body
        else { return false }
        let address = KeyAddress(account: account, user: user, key: key)
        switch body {
        case .noticeClaimed(let notice):
            let rung = NoticeSlot(address: address, round: notice.round, stage: notice.stage)
            notices[rung] = notice
            rungs[Part(address: address, message: notice.message)] = rung
        case .noticeDelivered(let message, _), .noticeFailed(let message, _, _):
            // Late word of a message in whose place another one stands settles nothing.
            guard let rung = rungs[Part(address: address, message: message)], notices[rung]?.message == message else {
                return true
            }
            notices[rung] = nil
        default: return false
        }
        return true
    }

    /// Whether exactly that is open; it is taken for seen.
    mutating func takeOut(_ claim: NoticeClaim) -> Bool {
        let rung = NoticeSlot(address: claim.address, round: claim.notice.round, stage: claim.notice.stage)
        guard notices[rung] == claim.notice else { return false }
        notices[rung] = nil
        return true
    }
}
