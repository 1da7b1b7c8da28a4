package import FoundationEssentials

/// Everything that a decision about one user depends on, at one instant.
package struct DecisionInput: Sendable {
    package let user: User
    package let account: Account
    package let mode: Mode
    package let isAccountComplete: Bool
    /// When the account's first complete scan began; keys created later are new. Nil before it.
    package let accountKnownSince: Date?
    package let histories: [AccessKeyID: KeyHistory]
    package let addressee: Addressee
    /// Why it is unknown whether the owner can be reached; nil when it is known.
    package let addresseeUnknown: String?
    /// The person of the `slack-id` tag, if they have left; also where it is unknown whose user it is.
    package let leaver: Recipient?
    /// The security channel's id; nil where it isn't known.
    package let securityChannel: String?
    /// Earlier messages that could not be looked up: whether they arrived is unknown, so nothing is sent again yet.
    package let unknownDeliveries: Set<MessageID>
    package let clocksAgree: Bool
    /// Why it is unknown whether this ledger is the newest one; nil when it is known.
    package let ledgerDoubt: String?
    package let now: Date
    /// The instant that the gate uses: the earlier of the policy clock and AWS's.
    package let gateNow: Date
    /// The later of the two: working hours must not be over by either.
    package let latest: Date

    package init(
        user: User, account: Account, mode: Mode, isAccountComplete: Bool, accountKnownSince: Date?,
        histories: [AccessKeyID: KeyHistory], addressee: Addressee, addresseeUnknown: String?, leaver: Recipient? = nil,
        securityChannel: String? = nil, unknownDeliveries: Set<MessageID> = [],
        clocksAgree: Bool, ledgerDoubt: String? = nil, now: Date, gateNow: Date,
        latest: Date? = nil
    ) {
        self.user = user
        self.account = account
        self.mode = mode
        self.isAccountComplete = isAccountComplete
        self.accountKnownSince = accountKnownSince
        self.histories = histories
        self.addressee = addressee
        self.addresseeUnknown = addresseeUnknown
        self.leaver = leaver
        self.securityChannel = securityChannel
        self.unknownDeliveries = unknownDeliveries
        self.clocksAgree = clocksAgree
        self.ledgerDoubt = ledgerDoubt
        self.now = now
        self.gateNow = gateNow
        self.latest = latest ?? max(now, gateNow)
    }
}
