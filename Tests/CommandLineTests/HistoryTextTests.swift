import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

struct HistoryTextTests {
    private static func text(_ facts: [NewEvent]) throws -> String {
        let events = try facts.map { try LedgerEvent($0, run: Sample.run, after: nil) }
        return HistoryText(events).text(Terminal(width: 200))
    }

    @Test func `an empty ledger has a sentence of its own`() throws {
        #expect(try Self.text([]) == "Nothing has happened yet.")
    }

    @Test func `the events of a key, one line each`() throws {
        let address = KeyAddress(
            account: try Sample.id("222222222222"), user: try Sample.id("AIDAIOSFODNN7EXAMPLE"),
            key: try Sample.id("AKIAIOSFODNN7EXAMPLE"))
        let message: MessageID = try Sample.id("20260302t120000z-4f3a9c-2")
        let delivery = Delivery(place: "D0ANA", id: "1772452800.000001", at: Sample.now)
        let notice = Notice(
            NoticeContent(round: 1, stage: 76, isBinding: true, deadline: Sample.days(15)), message: message,
            recipient: .person(try Sample.id("U0ANA")), keyCreatedAt: Sample.days(-76), decidedAt: Sample.now)
        let events: [KeyEvent] = [
            .noticeQueued(notice: notice), .noticeDelivered(message: message, delivery: delivery),
            .channelCopyDelivered(message: message, delivery: delivery),
            .noticeFailed(message: message, reason: "Slack is down", mayHaveArrived: false),
            .roundEnded(reason: .recipientChanged), .heldByRate, .heldByAlarm,
            .deactivationIntended(round: 1, promise: try Sample.promise()), .deactivated,
            .deactivationFailed(reason: "the key was gone"),
            .announced(told: Announcement.reactivated.told(to: .security)),
            .announced(told: Announcement.newKey(expected: false).told(to: .security)),
            .announced(
                told: Announcement.rotated(successor: try Sample.id("AKIAI44QH8DHBEXAMPLE")).told(to: .security)),
            .gone,
        ]
        expect(
            try Self.text(events.map { .about(address, $0, at: Sample.now) }),
            is: """
                In every row: at 2026-03-02T12:00:00Z, account 222222222222, user AIDAIOSFODNN7EXAMPLE, key \
                AKIAIOSFODNN7EXAMPLE.
                what
                notice 76 of round 1 to U0ANA, deadline 2026-03-17T12:00:00Z
                notice delivered in D0ANA
                channel copy delivered in D0ANA
                notice not delivered: Slack is down
                round ended: recipientChanged
                waiting for its turn
                stopped by the alarm
                deactivation intended (round 1, promised for 2026-03-02T12:00:00Z)
                deactivated
                not deactivated: the key was gone
                announced: reactivated
                announced: newKey
                announced: rotated (AKIA…MPLE in its place)
                gone

                14 events on 2026-03-02 · 1 key
                """)
    }

    @Test func `a run and its account`() throws {
        let delivery = Delivery(place: "C0SECURITY", id: "1772452800.000001", at: Sample.now)
        expect(
            try Self.text([
                .run(.started(version: "0.1.0"), at: Sample.now),
                .about(try Sample.id("222222222222"), .known(since: Sample.now), at: Sample.now),
                .run(.summaryPosted(delivery: delivery), at: Sample.now),
                .run(.ended(root: "", heads: [], counts: ["notices": 1, "held": 0], exitStatus: 3), at: Sample.now),
            ]),
            is: """
                In every row: at 2026-03-02T12:00:00Z.
                account       what
                              run started (relevo 0.1.0)
                222222222222  account known since 2026-03-02T12:00:00Z
                              summary posted in C0SECURITY
                              run ended with 3: 0 held, 1 notices

                4 events on 2026-03-02 · 1 ended run
                """)
    }

    @Test func `a list in the channel shows whom it named`() throws {
        let users = try LargeEstate.users()
        let ids = [users[0].id, users[3].id, try Sample.id("AIDAIOSFODNN7EXAMPLE")]
        let facts: [NewEvent] = [
            .run(.unreachableNamed(users: ids), at: Sample.now),
            .run(.unconfirmedNamed(users: [users[1].id]), at: Sample.now),
        ]
        let events = try facts.map { try LedgerEvent($0, run: Sample.run, after: nil) }
        expect(
            HistoryText(events, names: try LargeEstate.names()).text(Terminal(width: 200)),
            is: """
                In every row: at 2026-03-02T12:00:00Z.
                what
                3 users listed whose owner can't be reached: acme-payments-prod-1/ana.flores, \
                acme-security-tooling-prod-1/li, AIDAIOSFODNN7EXAMPLE
                1 user listed to be confirmed as a machine: acme-data-platform-engineering-prod-1/svc-deploy-frontend-staging

                2 events on 2026-03-02
                """)
    }

    @Test func `the history of an account has its requests, those about everything, and their messages`() async throws {
        let ledger = InMemoryLedger()
        let account = try Sample.account()
        let (one, other) = (account.id, try Sample.id("999999999999") as AccountID)
        let lease = await ledger.acquireLease(holder: Sample.run, now: Sample.now, until: Sample.days(1))
        try await ledger.save(
            AccountInventory(
                account: account, scannedAt: Sample.now, completeAt: Sample.now, isComplete: true, error: nil,
                activeKeys: 1), fence: try #require(lease))
        func request(_ body: NewEvent, _ number: Int) async throws {
            let run: RunID = try Sample.id("run-1000\(number)")
            let message = OutboxMessage(
                id: try Sample.id("run-1000\(number)-1"), recipient: .security, about: nil, payload: "x",
                queuedAt: Sample.now)
            let last = await ledger.heads().first { $0.stream == .inbox }?.sequence ?? 0
            #expect(
                try await ledger.post(
                    [body, .posted(.queued(message: message), at: Sample.now)], after: last, run: run))
        }
        func exempted(_ account: AccountID) throws -> NewEvent {
            .exemption(
                .granted(
                    account: account, subject: .user("AIDA"), until: Sample.days(9), reason: "x", approver: "Luis"),
                user: try Sample.id("AIDAIOSFODNN7EXAMPLE"), at: Sample.now)
        }
        try await request(try exempted(one), 1)
        try await request(try exempted(other), 2)
        try await request(
            .stop(
                .stopped(stop: Stop(.everything, .person(by: "Luis", reason: "x"), since: Sample.now)), at: Sample.now),
            3)
        let events = try await EventQuery(ledger: ledger).answer(about: nil, in: [one]).events
        #expect(events.map(\.run.rawValue) == ["run-10001", "run-10001", "run-10003", "run-10003"])
    }

    @Test func `the history of a user has the lists that named them`() async throws {
        let ledger = InMemoryLedger()
        let lease = await ledger.acquireLease(holder: Sample.run, now: Sample.now, until: Sample.days(1))
        let fence = try #require(lease)
        let account = try Sample.account()
        let ana = try Sample.user(keys: [try Sample.key()])
        try await ledger.save(
            AccountInventory(
                account: account, scannedAt: Sample.now, completeAt: Sample.now, isComplete: true, error: nil,
                activeKeys: 1), fence: fence)
        try await ledger.save(
            [UserInventory(user: ana, fingerprint: nil, listedAt: nil, missingSince: nil)], removing: [],
            in: account.id, fence: fence)
        try await ledger.append(
            [
                .run(.started(version: "0.1.0"), at: Sample.now),
                .run(.unreachableNamed(users: [ana.id]), at: Sample.now),
                .run(.unreachableNamed(users: [try Sample.id("AIDA01OTHEREXAMPLE001")]), at: Sample.days(7)),
            ], run: Sample.run, fence: fence)
        let events = try await EventQuery(ledger: ledger).answer(about: "ana", in: []).events
        #expect(events.map(\.kind) == ["unreachableNamed"])
        #expect(events.first?.at == Sample.now)
    }

    /// The user ana, called bea since, with a notice-less event and a stop of their own.
    private static func renamed() async throws -> InMemoryLedger {
        let ledger = InMemoryLedger()
        let lease = await ledger.acquireLease(holder: Sample.run, now: Sample.now, until: Sample.days(1))
        let fence = try #require(lease)
        let account = try Sample.account()
        let key = try Sample.key()
        let before = UserInventory(
            user: try Sample.user("ana", keys: [key]), fingerprint: nil, listedAt: nil, missingSince: nil)
        let bea = try Sample.user("bea", keys: [key])
        try await ledger.save(
            AccountInventory(
                account: account, scannedAt: Sample.now, completeAt: Sample.now, isComplete: true, error: nil,
                activeKeys: 1), fence: fence)
        try await ledger.save(
            [UserInventory(user: bea, fingerprint: nil, listedAt: nil, missingSince: nil, after: before)], removing: [],
            in: account.id, fence: fence)
        try await ledger.append(
            [.about(bea.address(of: key.id), .heldByRate, at: Sample.now)], run: Sample.run, fence: fence)
        let stop = Stop(
            .user(account: account.id, id: bea.id), .becameMachine(name: "ana", was: OwnerMark(bea)), since: Sample.now)
        #expect(try await ledger.post([.stop(.stopped(stop: stop), at: Sample.now)], after: 0, run: Sample.run))
        return ledger
    }

    @Test(arguments: [
        ("ana", ["The user ana is called shop/bea now."]), ("bea", []), ("AIDAIOSFODNN7EXAMPLE", []),
    ])
    func `a renamed user is found by both names, with the stops about them`(
        _ subject: String, _ remarks: [String]
    ) async throws {
        let answer = try await EventQuery(ledger: Self.renamed()).answer(about: subject, in: [])
        #expect(answer.events.map(\.kind).sorted() == ["heldByRate", "stopped"])
        #expect(answer.remarks == remarks)
    }

    @Test func `an account that the ledger doesn't know is an error that names the nearest`() async throws {
        let query = EventQuery(ledger: try await Self.renamed())
        let error = await #expect(throws: AppContextError.self) {
            try await query.answer(about: nil, in: [try Sample.id("222222222223")])
        }
        #expect(
            "\(try #require(error))" == "The ledger has no account 222222222223. The nearest is 222222222222.")
        #expect(error?.status == 64)
    }

    @Test func `an event of a newer Relevo is shown by its kind`() throws {
        let event = LedgerEvent(
            stream: .runs, sequence: 1, at: Sample.now, run: Sample.run, user: nil, key: nil, kind: "tomorrow",
            bodyText: "{\"tomorrow\":{}}", previousHash: "", hash: "")
        #expect(HistoryText([event]).text(Terminal(width: 200)).contains("tomorrow (written by a newer Relevo)"))
    }
}
