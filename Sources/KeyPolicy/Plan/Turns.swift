import FoundationEssentials

/// Gives each key that is due, one after the other, the day on which it is its turn: no more in a day than the limits
/// allow.
struct Turns {
    private let brake: Brake
    private let days: WorkDays
    private var taken: [CivilDate: Int]
    private var takenThere: [AccountID: [CivilDate: Int]]
    /// The first day that may still have a turn, over all and in each account with a limit of its own.
    private var first: CivilDate
    private var firstThere: [AccountID: CivilDate] = [:]

    /// - Parameters:
    ///   - start: the first day that counts.
    ///   - past: deactivations of that day.
    init(_ brake: Brake, days: WorkDays, from start: CivilDate, past: [Brake.Past]) {
        self.brake = brake
        self.days = days
        first = start
        let past = past.filter { days.date(of: $0.at) == start }
        taken = [start: past.count]
        takenThere = Dictionary(grouping: past, by: \.account).mapValues { [start: $0.count] }
    }

    /// The next turn in `account`, on `day` at the earliest. Call it in the order of those days.
    mutating func next(in account: AccountID, notBefore day: CivilDate) -> CivilDate {
        let limit = max(1, brake.maxDeactivations)
        first = max(first, days.isWorkingDay(day) ? day : days.next(after: day))
        while taken[first, default: 0] >= limit { first = days.next(after: first) }
        var turn = max(first, firstThere[account] ?? first)
        if let own = brake.perAccount[account].map({ max(1, $0) }) {
            while taken[turn, default: 0] >= limit || takenThere[account]?[turn] ?? 0 >= own {
                turn = days.next(after: turn)
            }
            firstThere[account] = turn
        }
        taken[turn, default: 0] += 1
        takenThere[account, default: [:]][turn, default: 0] += 1
        return turn
    }
}
