import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Checks each message as it is sent.
extension Oracle {
    mutating func hear(_ message: RecordedMessage, _ scene: Scene, _ counts: inout HistoryCounts) -> [Fault] {
        var faults: [Fault] = []
        let word = message.payload.word
        counts.count("messages: \(word)")
        if word != "foreign", (scene.ahead?.magnitude ?? .infinity) > Self.clockTolerance {
            faults.append(Fault(kind: "clocks", text: "“\(word)” was sent while the clocks disagreed"))
        }
        switch word {
        case "summary": if let run = message.payload.text.split(separator: " ").first { summaries.insert(String(run)) }
        case "braked": hearBraked(message)
        case "stopped": heardStop(message.payload.text, at: message.trueAt)
        default: break
        }
        for line in message.payload.lines {
            if scene.doing.isOvertaken { spokenOverOf.insert(line.key) }
            if ["notices", "unreachable"].contains(word) {
                let run = message.id.rawValue.split(separator: "-").dropLast().joined(separator: "-")
                let new = Said(
                    at: message.trueAt, recipient: message.recipient, line: line, wasConfirmed: message.wasConfirmed,
                    wasCutOff: scene.doing.isRun && scene.completed.isEmpty,
                    // In a race, it is unknown which tags the run saw.
                    wasToOwner: scene.doing.isRaced
                        || scene.estate.user(line.user).flatMap { named($0, scene) } == message.recipient,
                    isOfTwoRuns: scene.doing.isOvertaken, maxOverdueDays: scene.settings.policy.maxOverdueDays,
                    run: RunID(rawValue: run))
                faults += judge(new, scene)
                said[line.key, default: []].append(new)
                counts.count(line.isBinding ? "notices that bind" : "notices that don't bind")
                if line.isPossibleRepeat { counts.count("notices marked as repeats") }
            } else {
                told[line.key, default: []].append(
                    Told(at: message.trueAt, recipient: message.recipient, word: word, line: line))
            }
        }
        return faults
    }

    private mutating func hearBraked(_ message: RecordedMessage) {
        let words = message.payload.text.split(separator: " ").map(String.init)
        guard let first = words.first, let run = RunID(rawValue: first) else { return }
        let list = Braked(run: run, keys: Set(words.dropFirst()))
        braked[run] = list
        lastBraked = list
    }

    /// What is wrong with a single notice.
    private func judge(_ new: Said, _ scene: Scene) -> [Fault] {
        var faults: [Fault] = []
        func add(_ kind: String, _ text: String) {
            faults.append(
                Fault(
                    kind: kind,
                    text:
                        "the notice about \(new.line.key) to \(new.recipient.text) of \(new.at.ISO8601Format()): \(text)"
                ))
        }
        let known = (said[new.line.key] ?? [])
        let heeded = words(toBeHeeded: new.line.key, at: new.at, scene)
        let before = heeded.compactMap(\.line.deadline) + restoreEnds(of: new.line.key).map(\.until)
        if !scene.doing.isOvertaken, scene.sawChannel, let deadline = new.line.deadline, let latest = before.max(),
            deadline < latest.addingTimeInterval(-Self.grain)
        {
            add(
                "earlierDeadline",
                "it announces \(deadline.ISO8601Format()) and an earlier one announced \(latest.ISO8601Format())")
        }
        if ledgersLost.isEmpty, !hasOtherLedgers, !scene.doing.isOvertaken, !new.line.isPossibleRepeat,
            known.contains(where: {
                $0.recipient == new.recipient && $0.line.stage == new.line.stage && $0.line.round == new.line.round
            })
        {
            add("unmarkedRepeat", "stage \(new.line.stage ?? 0) of round \(new.line.round ?? 0) again, unmarked")
        }
        if scene.settings.accounts[new.line.account]?.mode ?? scene.settings.mode == .report {
            add("toldInReport", "the account is in mode report")
        }
        if !scene.doing.isRaced, let user = scene.estate.user(new.line.user) {
            if isNamed(user, in: scene.settings.policy.protected) { add("toldProtected", "the user is protected") }
            if isNamed(user, in: scene.settings.policy.decoys) { add("toldDecoy", "the user is a decoy") }
            if let why = exemption(
                of: user, new.line.key, at: new.at, scene, margin: 900, countsTags: !new.line.isLast)
            {
                add("toldExempt", why)
            }
        }
        return faults
    }

    /// The ends of the key's restores in messages, and to whom they were sent.
    func restoreEnds(of key: AccessKeyID) -> [(at: Date, recipient: Recipient, until: Date)] {
        (told[key] ?? []).filter { ["restored", "restoreEnding"].contains($0.word) }
            .compactMap { told in told.line.deadline.map { (told.at, told.recipient, $0) } }
    }
}
