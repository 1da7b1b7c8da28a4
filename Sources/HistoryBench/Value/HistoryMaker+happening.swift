import KeyPolicy

/// What can happen on a day.
extension HistoryMaker {
    mutating func happen() {
        guard let index = users.indices.randomElement(using: &random) else { return }
        let user = users[index].number
        let key = users[index].keys.randomElement(using: &random).map(KeyName.key) ?? .lastOff
        switch random.number(0...100) {
        case 0...6: steps.append(.tag(user: user, name: "slack-id", value: person()))
        case 7...9: steps.append(.tag(user: user, name: "full-name", value: person() + random.pick("", "", " X")))
        case 10...12: steps.append(.tag(user: user, name: "type", value: random.pick("engineer", "machine", nil)))
        case 13: steps.append(.tag(user: user, name: "slack-id", value: random.pick(nil, "C0OPS", "nonsense")))
        case 14...16: hire(named: random.chance(30) ? users[index].name : nil)
        case 17: steps.append(.dismiss(user: user))
        case 18: replace(index)
        case 19...20: rename(index)
        case 21...26: rotate(index)
        case 27...28: steps.append(.deleteKey(key))
        case 29...30: steps.append(.switchOff(key))
        case 31...34: steps.append(.switchOn(random.chance(60) ? .lastOff : key))
        case 35...38: steps.append(.use(key, hoursAgo: Double(random.pick(1, 20, 47, 49, 300))))
        case 39...47: exempt(user, key)
        case 48...49: protect(user)
        case 50...53: steps.append(.mode(mode(), account: random.chance(30) ? random.number(1...accounts) : nil))
        case 54...58: steps.append(.edit(.ladder(random.pick(.usual, .short, .long, .single))))
        case 59...62: edit()
        case 63...72: slackTrouble()
        case 73...75: steps.append(.person(person(), random.pick(.reachable, .reachable, .deleted, .noAnswer)))
        case 76...81: awsTrouble()
        case 82: steps.append(.leave(account: random.number(1...accounts)))
        case 83: steps.append(.comeBack(account: random.number(1...accounts)))
        case 84...86: clock()
        case 87...89: ledger()
        case 90: restToStop()
        case 91...96: restore(key)
        default: stop(user)
        }
    }

    private mutating func mode() -> Mode { random.pick(.enforce, .enforce, .notify, .report) }

    /// Deleted and created again under the same name.
    private mutating func replace(_ index: Int) {
        steps.append(.dismiss(user: users[index].number))
        hire(named: users[index].name)
    }

    private mutating func rename(_ index: Int) {
        users[index].name += "x"
        steps.append(.rename(user: users[index].number, to: users[index].name))
    }

    /// A new key, used; the old one is retired in one of the usual ways.
    private mutating func rotate(_ index: Int) {
        let old = users[index].keys.last.map(KeyName.key) ?? .lastOff
        createKey(of: index, ageDays: 0)
        let new = KeyName.key(keysMade)
        switch random.number(0...4) {
        case 0: steps.append(.switchOff(old))
        case 1: steps.append(.deleteKey(old))
        case 2, 3:
            // The new key is used and the old one is not: its owner is asked to deactivate it, and most owners do.
            for _ in 0..<random.number(1...2) {
                steps += [.use(old, hoursAgo: 100), .use(new, hoursAgo: 1), .wait(hours: 24), .run(RunStep())]
            }
            steps.append(.use(new, hoursAgo: 2))
            if random.chance(85) { steps.append(.switchOff(old)) }
        default: break
        }
    }

    private mutating func exempt(_ user: Int, _ key: KeyName) {
        let subject: Subject = if case .key(let number) = key, random.chance(50) { .key(number) } else { .user(user) }
        let days = random.pick(1, 3, 7, 12, 20)
        switch random.number(0...9) {
        case 0...1: steps.append(.exemptByTags(user: user, .days(random.pick(days, 200, 2))))
        case 2: steps.append(.exemptByTags(user: user, random.pick(.malformed, .missing)))
        case 3...4: steps.append(.exemptByTags(user: user, nil))
        case 5: steps.append(.exemptByConfiguration(subject, days: days))
        case 6: steps.append(.exemptByConfiguration(subject, days: nil))
        case 7...8: steps.append(.exemptByCommand(subject, days: days))
        default: steps.append(.endExemption(subject))
        }
    }

    private mutating func protect(_ user: Int) {
        let isOn = random.chance(60)
        steps.append(random.chance(50) ? .protect(user: user, isOn) : .decoy(user: user, isOn))
    }

    private mutating func edit() {
        let account = random.number(1...accounts)
        let edits: [PolicyEdit] = [
            .noticeDays(random.pick(5, 3, 7)), .lateNoticeDays(random.pick(15, 8)),
            .machines(enforced: random.chance(60)), .untagged(areEngineers: random.chance(50)),
            .unreachable(enforced: random.chance(60)), .left(enforced: random.chance(60)),
            .brake(random.number(1...6)), .accountBrake(account: account, random.pick(nil, 1, 2)),
            .standIn(account: account, random.chance(50)), hours(), .hours(false, holidays: []),
        ]
        steps.append(.edit(edits.randomElement(using: &random) ?? .brake(1)))
    }

    private mutating func slackTrouble() {
        let times = random.pick(1, 2, 4, 12)
        let troubles: [SlackTrouble] = [
            .notDelivered(times: times), .answerLost(isStored: true, times: times),
            .answerLost(isStored: false, times: times), .channelDown(times: times), .summaryFails,
            .conversationRefused(person: whoRefuses()), .tokenRefused,
            .lookUpsFail, .lookUpsFindNothing,
        ]
        steps.append(.slack(troubles.randomElement(using: &random) ?? .lookUpsFail))
        if random.chance(20) { steps.append(.slack(random.pick(.lookUpsFail, .lookUpsFindNothing))) }
    }

    /// A person, a team's channel, or the channel that stands in for an account's owners.
    private mutating func whoRefuses() -> String {
        switch random.number(0...99) {
        case 0...69: person()
        case 70...84: Self.channels[0]
        default: "C0STANDIN1"
        }
    }

    private mutating func awsTrouble() {
        let call = AWSTrouble.Call.allCases.randomElement(using: &random) ?? .users
        steps.append(
            .aws(
                AWSTrouble(
                    call: random.chance(30) ? .deactivate : call,
                    account: random.chance(60) ? random.number(1...accounts) : nil,
                    kind: random.pick(.denied, .throttled, .garbage), times: random.pick(1, 1, 3, 20),
                    takesEffect: random.chance(50))))
    }

    private mutating func clock() {
        let ahead = random.pick(0, -250, 250, 299, -299, 301, -320, 7_200, -7_200, -100_000, 100_000, -400_000)
        steps.append(.clock(aheadSeconds: random.chance(90) ? Double(ahead) : nil))
        if random.chance(60) {
            run(after: random.pick(1, 24))
            steps.append(.clock(aheadSeconds: 0))
        }
    }

    private mutating func ledger() {
        guard random.chance(80) else {
            steps.append(.newLedger)
            return
        }
        steps.append(.copyLedger)
        for _ in 0..<random.number(1...2) { run(after: 24) }
        if random.chance(30) { steps.append(.restore(.lastOff, hours: 24, crash: nil)) }
        steps.append(.putBackLedger)
        run(after: 1)
        var accepting = RunStep()
        accepting.accepts = true
        if random.chance(70) { steps += [.wait(hours: 1), .run(accepting)] }
    }

    /// Five machines that are in use past their day and then stop together: their keys become due at once.
    private mutating func restToStop() {
        steps += [.edit(.machines(enforced: true)), .edit(.brake(1))]
        let first = keysMade + 1
        for _ in 0..<5 {
            let number = users.count + 1
            let tags = ["type": "machine", "slack-id": Self.channels[0]]
            steps.append(.hire(user: number, account: 1, name: "user\(number)", tags: tags))
            users.append((number, "user\(number)", []))
            createKey(of: users.count - 1, ageDays: 86)
        }
        let machines = (first...keysMade).map(KeyName.key)
        for _ in 0..<random.number(7...9) {
            for key in machines { steps.append(.use(key, hoursAgo: 1)) }
            run(after: 24)
        }
        run(after: 72)
        var releasing = RunStep()
        releasing.releases = true
        steps += [.wait(hours: 1), .run(releasing)]
        run(after: 24)
    }

    private mutating func restore(_ key: KeyName) {
        let hours = random.pick(24, 3, 24, 72, 240)
        steps.append(
            .restore(
                random.chance(80) ? .lastOff : key, hours: Double(hours), crash: random.chance(15) ? crash() : nil))
        if random.chance(60) { run(after: hours > 10 ? hours - 2 : 1) }
        if random.chance(60) { run(after: 3) }
    }

    private mutating func stop(_ user: Int) {
        let account = random.chance(50) ? random.number(1...accounts) : nil
        switch random.number(0...9) {
        case 0...3:
            steps.append(.stop(account: account, crash: random.chance(20) ? crash() : nil))
            for _ in 0..<random.number(0...2) { run(after: random.pick(1, 24, 120)) }
            if random.chance(80) { steps.append(.resume(account: account)) }
        case 4...5: steps.append(.resume(account: account))
        case 6:
            var stopped = RunStep()
            stopped.stopAtCall = random.number(1...12)
            steps += [.wait(hours: 24), .run(stopped)]
            if random.chance(80) { steps += [.wait(hours: 24), .run(RunStep()), .resume(account: nil)] }
        case 7...8:
            steps.append(.restoreRun(hours: Double(random.pick(24, 3, 72)), crash: random.chance(15) ? crash() : nil))
            if random.chance(60) { run(after: 24) }
            if random.chance(50) { steps.append(.resume(account: account)) }
        default:
            steps.append(.tag(user: user, name: "type", value: "machine"))
            run(after: 24)
            if random.chance(60) { steps.append(.confirmMachine(user: user)) }
        }
    }

    private mutating func run(after hours: Int) { steps += [.wait(hours: Double(hours)), .run(RunStep())] }
}
