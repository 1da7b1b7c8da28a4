package import FoundationEssentials
package import KeyPolicy

/// One thing to be remembered for ever, before the ledger gives it its place in a chain.
package struct NewEvent: Hashable, Sendable {
    package let stream: StreamID
    /// On the policy clock.
    package let at: Date
    package let user: UserID?
    package let key: AccessKeyID?
    package let body: EventBody

    package init(stream: StreamID, at: Date, user: UserID?, key: AccessKeyID?, body: EventBody) {
        self.stream = stream
        self.at = at
        self.user = user
        self.key = key
        self.body = body
    }

    /// The event and its key, if it is about one.
    package var keyEvent: (KeyAddress, KeyEvent)? {
        guard case .account(let account) = stream, let user, let key, case .key(let event) = body else { return nil }
        return (KeyAddress(account: account, user: user, key: key), event)
    }

    package static func about(_ address: KeyAddress, _ event: KeyEvent, at: Date) -> NewEvent {
        NewEvent(
            stream: .account(address.account), at: at, user: address.user, key: address.key, body: .key(event: event))
    }

    package static func about(_ account: AccountID, _ event: AccountEvent, at: Date) -> NewEvent {
        NewEvent(stream: .account(account), at: at, user: nil, key: nil, body: .account(event: event))
    }

    package static func exemption(
        _ event: ExemptionEvent, in account: AccountID, user: UserID, at: Date
    ) -> NewEvent {
        NewEvent(stream: .account(account), at: at, user: user, key: nil, body: .exemption(event: event))
    }

    package static func stop(_ event: StopEvent, at: Date) -> NewEvent {
        NewEvent(stream: .inbox, at: at, user: nil, key: nil, body: .stop(event: event))
    }

    /// A word promised or settled without the lease.
    package static func postedWord(_ event: OutboxEvent, at: Date) -> NewEvent {
        NewEvent(stream: .inbox, at: at, user: nil, key: nil, body: .word(event: event))
    }

    package static func word(_ event: OutboxEvent, at: Date) -> NewEvent {
        NewEvent(stream: .runs, at: at, user: nil, key: nil, body: .word(event: event))
    }

    package static func run(_ event: RunEvent, at: Date) -> NewEvent {
        NewEvent(stream: .runs, at: at, user: nil, key: nil, body: .run(event: event))
    }
}
