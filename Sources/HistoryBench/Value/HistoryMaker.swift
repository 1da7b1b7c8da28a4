import KeyPolicy

/// Makes a history out of a seed: an estate to begin with, then days on which things happen, each with its run.
///
/// It doesn't depend on the results of its steps; a step that can't be done at its time is skipped.
package struct HistoryMaker {
    var random: SeededRandom
    var steps: [Step] = []
    var accounts = 2
    /// Users by number with the keys that they were given.
    var users: [(number: Int, name: String, keys: [Int])] = []
    var keysMade = 0

    static let people = ["U0ANNA", "U0BO", "U0EVA"]
    static let channels = ["C0OPS", "G0BATCH"]

    package static func history(seed: UInt64) -> History {
        var maker = HistoryMaker(random: SeededRandom(seed: seed))
        return maker.history(seed)
    }

    /// One history in this many arms hundreds of old keys at once: it takes as long as hundreds of others.
    private static let crowdEvery: UInt64 = 5_000

    private mutating func history(_ seed: UInt64) -> History {
        let isCrowd = seed % Self.crowdEvery == 42
        accounts = isCrowd ? 1 : random.number(1...3)
        if isCrowd { crowd() } else { configure() }
        for _ in 0..<random.number(isCrowd ? 1...1 : 2...4) { hire() }
        let days = isCrowd ? 3 : random.number(6...14)
        for _ in 0..<days {
            if !isCrowd {
                for _ in 0..<random.pick(0, 1, 1, 2, 3) { happen() }
            }
            steps.append(.wait(hours: random.pick(24, 24, 24, 1, 6, 24, 24, 48, 72, 120, 24, 216)))
            run()
            if random.chance(30) { steps.append(.recover) }
        }
        if !isCrowd { meddleWithMemory(seed) }
        return History(
            seed: seed, actionsPerPart: random.number(1...3), accounts: accounts, steps: steps)
    }

    private mutating func configure() {
        if random.chance(20) { steps.append(.mode(random.pick(.notify, .report), account: nil)) }
        if random.chance(10) { steps.append(.mode(.notify, account: 1)) }
        if random.chance(40) { steps.append(.edit(.machines(enforced: true))) }
        if random.chance(25) { steps.append(.edit(.untagged(areEngineers: true))) }
        if random.chance(60) { steps.append(.edit(.unreachable(enforced: true))) }
        if random.chance(25) { steps.append(.edit(.left(enforced: false))) }
        if random.chance(50) { steps.append(.edit(.brake(random.number(1...4)))) }
        if random.chance(12) { steps.append(.edit(.accountBrake(account: 1, random.number(1...2)))) }
        if random.chance(12) { steps.append(.edit(.standIn(account: random.number(1...accounts), true))) }
        if random.chance(15) { steps.append(.edit(hours())) }
        if random.chance(20) { steps.append(.edit(.ladder(random.pick(.short, .long, .single)))) }
        if random.chance(15) { steps.append(.edit(.noticeDays(random.pick(3, 7)))) }
        if random.chance(15) { steps.append(.edit(.lateNoticeDays(8))) }
        if random.chance(40) { steps.append(.edit(.maxOverdueDays(random.pick(1, 2, 4)))) }
    }

    private mutating func crowd() {
        steps.append(.edit(.brake(random.number(50...80))))
        steps.append(.crowd(account: 1, users: random.number(300...600), ageDays: Double(random.number(92...400))))
    }

    mutating func hours() -> PolicyEdit {
        .hours(true, holidays: (0..<random.number(0...3)).map { _ in random.number(5...50) })
    }

    mutating func hire(named name: String? = nil) {
        let number = users.count + 1
        let name = name ?? "user\(number)"
        steps.append(.hire(user: number, account: random.number(1...accounts), name: name, tags: tags()))
        users.append((number, name, []))
        for _ in 0..<random.pick(1, 1, 2, 1) {
            createKey(of: users.count - 1, ageDays: Double(random.number(30...130)) + random.pick(0, 0.3, 0.8))
        }
    }

    private mutating func tags() -> [String: String] {
        let person = person()
        switch random.number(0...9) {
        case 0...5: return ["type": "engineer", "slack-id": person, "full-name": person]
        case 6: return ["Type": " Engineer ", "SLACK-ID": person]
        case 7: return ["type": "machine", "slack-id": random.pick(Self.channels[0], Self.channels[1], person)]
        case 8: return ["type": "machine", "team": random.pick("payments", "nobody")]
        default: return random.chance(50) ? [:] : ["type": "engneer", "slack-id": person]
        }
    }

    mutating func person() -> String { Self.people.randomElement(using: &random) ?? Self.people[0] }

    mutating func createKey(of index: Int, ageDays: Double) {
        keysMade += 1
        users[index].keys.append(keysMade)
        steps.append(.createKey(key: keysMade, user: users[index].number, ageDays: ageDays))
        if random.chance(40) { steps.append(.use(.key(keysMade), hoursAgo: Double(random.pick(1, 30, 60, 500)))) }
    }

    private mutating func run() {
        var run = RunStep()
        switch random.number(0...99) {
        case 0...8: run.crash = crash()
        case 9...11: run.stallAtCall = random.number(1...12)
        case 12: run.isSecond = true
        case 13...15: run.only = random.number(1...accounts)
        case 16...18: run.endsAtCheck = random.number(1...25)
        default: break
        }
        if random.chance(8) { run.race = race() }
        run.accepts = random.chance(40)
        run.releases = random.chance(25)
        steps.append(.run(run))
        if run.crash != nil { steps.append(.wait(hours: random.pick(1, 0.25))) }
        // The same day again.
        if random.chance(12) { steps += [.wait(hours: random.pick(0, 0.2, 5)), .run(RunStep())] }
    }

    private mutating func race() -> Race? {
        guard let index = users.indices.randomElement(using: &random) else { return nil }
        let user = users[index].number
        let key = users[index].keys.randomElement(using: &random).map(KeyName.key) ?? .lastOff
        switch random.number(0...5) {
        case 0: return .tagged(user: user, name: "slack-id", value: person())
        case 1: return .tagged(user: user, name: "type", value: "machine")
        case 2, 3: return .tagged(user: user, name: "relevo-exempt-until", value: "2026-12-24")
        case 4: return .used(key)
        default: return .switchedOffAndOn(key)
        }
    }

    mutating func crash() -> Kill { Kill(call: random.number(1...45), isAfter: random.chance(50)) }
}
