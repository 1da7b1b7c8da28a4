import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// Whether every deactivation was reported, exactly once.
extension Oracle {
    /// - Parameter ledger: the one in use; messages that another one had not sent yet are lost with it.
    func unsaid(_ messenger: RecordingMessenger, by ledger: Int) -> [Fault] {
        zip(offs, doers).flatMap { done, doer -> [Fault] in
            guard doer.ledger == ledger else { return [] }
            // Messages that were not sent yet are lost with their ledger.
            guard !ledgersLost.contains(where: { $0.from <= done.trueAt && done.trueAt <= $0.to }) else { return [] }
            let next = offs.first { $0.key == done.key && $0.trueAt > done.trueAt }?.trueAt ?? .distantFuture
            let words = (told[done.key] ?? []).filter {
                $0.word == "deactivated" && $0.at >= done.trueAt && $0.at < next
            }
            // If a key was deleted or activated again before a run could read it, it is unknown whether it was ever inactive.
            if words.isEmpty, lostFromSight.contains(done.key) { return [] }
            var faults: [Fault] = []
            let toChannel = words.filter { $0.recipient == .security }.count
            if toChannel == 0 { faults.append(fault("silent", done, "the channel was never notified")) }
            for owner in doer.owners.subtracting(words.map(\.recipient))
            where owner != .security && messenger.turnedAway[owner] == nil {
                faults.append(fault("silentToOwner", done, "\(owner.text) was never notified"))
            }
            let again = past.restores.first { $0.key == done.key && $0.at >= done.trueAt }?.at ?? .distantFuture
            // A ledger that is restored to an older copy doesn't know the messages since that copy.
            func forgotten(_ word: Told) -> Int? {
                ledgersLost.lastIndex { $0.from > .distantPast && $0.from <= word.at && word.at <= $0.to }
            }
            let each = Dictionary(grouping: words.filter { $0.at < again }) {
                "\($0.recipient.text) \(forgotten($0) ?? -1)"
            }
            let times =
                each.values.map { words in
                    // One that could not be looked up for a week is sent once more.
                    1
                        + zip(words, words.dropFirst()).count { earlier, later in
                            later.at < earlier.at.addingTimeInterval(Self.givenUpAfter)
                                || !wasGivenUp(earlier.at, messenger)
                        }
                }.max() ?? 0
            if times > 1, !hasLagged, !spokenOverOf.contains(done.key) {
                faults.append(fault("toldTwice", done, "it was reported \(times) times"))
            }
            return faults
        }
    }
}
