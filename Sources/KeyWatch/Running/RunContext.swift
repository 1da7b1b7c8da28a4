import FoundationEssentials
import KeyPolicy

/// What every stage of one run works with. Nothing in it is a result: a stage that is called by itself, with the same
/// run id and a lease of its own, works with the same.
struct RunContext: Sendable {
    let run: RunID
    let startedAt: Date
    let orders: RunOrders
    let journal: RunJournal
    let ledger: any Ledger
    let messenger: any Messenger
    let composer: any Composer
    let settings: WatchSettings
    let clock: RunClock
    let progress: ProgressHandler

    /// For read calls before anything is begun: they end as soon as an early end is requested.
    var interruptibleMessenger: any Messenger { clock.interruptible(messenger) }

    /// - Parameter doubt: why it is unknown whether the ledger is the newest; nil when it is known.
    func planner(doubting doubt: String?) -> Planner {
        Planner(
            ledger: ledger, messenger: interruptibleMessenger, settings: settings, clock: clock, ledgerDoubt: doubt)
    }

    var sender: OutboxSender {
        OutboxSender(journal: journal, messenger: messenger, composer: composer, clock: clock)
    }

    var recovery: RunRecovery {
        RunRecovery(
            ledger: ledger, journal: journal, messenger: interruptibleMessenger, composer: composer, clock: clock)
    }
}
