import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Notices are messages in the outbox: what a run's own types do with them holds on every ledger.
extension LedgerContract {
    static let notices: [LedgerContract] = [
        LedgerContract("A notice is queued with its message, and is in its key's history from then on.") { store in
            let (ledger, journal) = try await opened(store)
            let message = try Sample.noticeMessage(1)
            try await journal.queue([message], at: Sample.now)
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [message], "The outbox")
            let events = try await ledger.keyEvents(of: Sample.user(), in: Sample.account())
            try ContractViolation.unlessEqual(events.map(\.kind), ["noticeQueued"], "The key's events")
            try ContractViolation.unlessEqual(events[0].at, Sample.at(1), "The instant of the notice's event")
            let again = try Sample.noticeMessage(2)
            try ContractViolation.unless(try await ledger.isTaken(again), "A notice that is open was free.")
            let next = try Sample.noticeMessage(2, stage: 81)
            try ContractViolation.unless(try await !ledger.isTaken(next), "The notice of another stage was taken.")
            let other = try Sample.noticeMessage(2, keys: 2...2)
            try ContractViolation.unless(try await !ledger.isTaken(other), "The notice of another key was taken.")
            let both = try Sample.noticeMessage(2, keys: 1...2)
            try ContractViolation.unless(try await ledger.isTaken(both), "A message with an open notice was free.")
            try await verify(ledger, events: 2)
        },
        LedgerContract("A withdrawn notice is free again; a delivery that is found later counts all the same.") {
            store in
            let (ledger, journal) = try await opened(store)
            let message = try Sample.noticeMessage(1)
            try await journal.queue([message], at: Sample.now)
            try await journal.withdraw(
                message, "looked up and not found", mayHaveArrived: true, at: Sample.now)
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox")
            let again = try Sample.noticeMessage(2)
            try ContractViolation.unless(try await !ledger.isTaken(again), "A withdrawn notice was taken.")
            try await journal.settle(message, Sample.delivery(), at: Sample.now)
            try ContractViolation.unless(try await ledger.isTaken(again), "A delivered notice was free.")
            // A delivery that is recorded again changes nothing.
            func history() async throws -> KeyHistory? {
                try await KeyHistories(ledger: ledger).of(Sample.user(), in: Sample.account())[Sample.key()]
            }
            let before = try await history()
            try await journal.settle(message, Sample.delivery(60), at: Sample.now)
            try ContractViolation.unlessEqual(try await history(), before, "The key's history")
        },
        LedgerContract("A message about more keys than one write holds is open until all of them are recorded.") {
            store in
            let (ledger, journal) = try await opened(store)
            let keys = 1...60
            let message = try Sample.noticeMessage(1, keys: keys)
            try await journal.queue([message], at: Sample.now)
            try await journal.settle(message, Sample.delivery(), at: Sample.now)
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox")
            let events = try await ledger.keyEvents(of: Sample.user(), in: Sample.account())
            try ContractViolation.unlessEqual(events.count, 2 * keys.count, "The number of the keys' events")
            let closing = try await ledger.events(.runs, after: 0, limit: 9).map(\.kind)
            try ContractViolation.unlessEqual(closing, ["messageQueued", "messageSent"], "The message's events")
            try await verify(ledger, events: 2 * keys.count + 2)
        },
        LedgerContract("One write holds a bounded number of events; one more is refused whole.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let facts = try (0...LargestWrite.facts).map { try Sample.fact($0) }
            do {
                try await ledger.append(facts, run: fence.holder, fence: fence)
            } catch LedgerError.failed {
                try await ledger.append(Array(facts.dropFirst()), run: fence.holder, fence: fence)
                return try await verify(ledger, events: LargestWrite.facts)
            }
            throw ContractViolation("A write of \(facts.count) events was accepted.")
        },
    ]

    private static func opened(_ store: LedgerStore) async throws -> (any Ledger, RunJournal) {
        let ledger = try await store.open()
        let fence = try await Sample.fence(ledger)
        let clock = RunClock(policy: { Sample.now }, wall: { Sample.now }, aheadOfAWS: { 0 }, sleep: { _ in })
        return (ledger, RunJournal(run: fence.holder, fence: fence, ledger: ledger, clock: clock))
    }
}
