import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// What each step does.
extension Life {
    func take(_ step: Step) async {
        switch step {
        case .wait(let hours): clock.advance((hours * 3_600).rounded())
        case .run(let order): await run(order)
        case .restore(let key, let hours, let crash): await restore(key, hours: hours, crash: crash)
        case .restoreRun(let hours, let crash): await restoreRun(hours: hours, crash: crash)
        case .stop(let account, let crash): await stop(account: account, crash: crash)
        case .resume(let account): await resume(account: account)
        case .confirmMachine(let user): await confirmMachine(user)
        case .exemptByCommand(let subject, let days): await exempt(subject, days: days)
        case .endExemption(let subject): await endExemption(subject)
        case .copyLedger:
            var copy = memory
            copy.ledger = await ledger.copy()
            copied = (copy, clock.truth)
            oracle.copyLedger()
        case .putBackLedger:
            guard let copied else { return }
            memory = copied.memory
            memory.ledger = await copied.memory.ledger.copy()
            lastBehind = nil
            oracle.putBackLedger(of: copied.at, now: clock.truth)
            counts.count("ledgers put back")
        case .newLedger:
            memory = newMemory()
            copied = nil
            lastBehind = nil
            oracle.newLedger(now: clock.truth)
            counts.count("new ledgers")
        case .otherLedger:
            (memory, aside) = (aside ?? newMemory(), memory)
            copied = nil
            lastBehind = nil
            oracle.otherLedger()
            counts.count("ledgers put in another's place")
        case .hire, .dismiss, .rename, .tag, .createKey, .deleteKey, .switchOff, .switchOn, .use, .crowd: change(step)
        case .exemptByTags, .exemptByConfiguration, .protect, .decoy, .mode, .edit: configure(step)
        case .deleteSummary: messenger.deleteLastStamped()
        case .newApp(let isNamed): messenger.recreateApp(isNamed: isNamed)
        case .nameApps: messenger.nameAllApps()
        case .foreignMarker(let inOwnName): await postForeignMarker(inOwnName: inOwnName)
        case .slack, .person, .aws, .recover, .leave, .comeBack, .clock: trouble(step)
        }
    }

    private func newMemory() -> Memory {
        ledgersMade += 1
        return Memory(number: ledgersMade)
    }

    private func postForeignMarker(inOwnName: Bool) async {
        let own = inOwnName ? await ledger.events(.runs, after: 0, limit: 1).first?.hash : nil
        let accounts = (1...max(1, history.accounts)).map(Names.accountID)
        let far = Date(timeIntervalSince1970: 4_070_908_800)  // 2099-01-01T00:00:00Z
        messenger.post(
            SummaryMarker(
                run: Names.id("run-99999"), ledger: own ?? "another",
                promises: Dictionary(accounts.map { ($0, far) }) { $1 }), as: "B0FOREIGN")
        judge(.nothing)
    }

    func key(_ name: KeyName) -> AccessKeyID? {
        switch name {
        case .key(let number): keys[number]
        case .lastOff: estate.changes.last { $0.byRelevo && !$0.isActive }?.key
        }
    }

    private func change(_ step: Step) {
        let now = clock.truth
        switch step {
        case .hire(let number, let account, let name, let tags):
            let place = Names.accountID(min(account, history.accounts))
            // Two users of an account can't have the same name at the same time.
            guard users[number] == nil, !estate.hasUser(named: name, in: place) else { return }
            users[number] = estate.addUser(name, in: place, tags: tags, createdAt: now)
        case .dismiss(let number): users[number].map(estate.deleteUser)
        case .rename(let number, let name):
            guard let user = users[number].flatMap(estate.user), !estate.hasUser(named: name, in: user.account) else {
                return
            }
            estate.rename(user.id, to: name)
        case .tag(let number, let name, let value): users[number].map { estate.tag($0, name, value) }
        case .createKey(let number, let user, let age):
            guard let id = users[user], let known = estate.user(id), known.keys.count < 3 else { return }
            keys[number] = estate.addKey(id, createdAt: now.addingTimeInterval((-age * Days.seconds).rounded()))
        case .deleteKey(let name): key(name).map(estate.deleteKey)
        case .switchOff(let name): key(name).map { estate.set($0, active: false) }
        case .switchOn(let name): key(name).map { estate.set($0, active: true) }
        case .use(let name, let hours): key(name).map { estate.use($0, at: now.addingTimeInterval(-hours * 3_600)) }
        case .crowd(let account, let count, let age):
            for index in 0..<count {
                let user = estate.addUser(
                    "crowd\(index)", in: Names.accountID(min(account, history.accounts)),
                    tags: ["type": "engineer", "slack-id": "U0CROWD\(index)"], createdAt: now)
                estate.addKey(user, createdAt: now.addingTimeInterval((-age * Days.seconds).rounded() - Double(index)))
            }
        default: break
        }
        judge(.nothing)
    }

    private func configure(_ step: Step) {
        let now = clock.truth
        switch step {
        case .exemptByTags(let number, let end): users[number].map { exemptByTags($0, end, now) }
        case .exemptByConfiguration(let subject, let days):
            guard let named = named(subject) else { return }
            settings.policy.exemptions.removeAll { $0.subject == named }
            guard let days else { return }
            settings.policy.exemptions.append(
                Exemption(subject: named, until: Days.after(days, now), reason: "a migration", approver: "Luis"))
            counts.count("exemptions by configuration")
        case .protect(let number, let isOn):
            toggle(pattern(number), isOn, in: &settings.policy.protected)
        case .decoy(let number, let isOn):
            toggle(pattern(number), isOn, in: &settings.policy.decoys)
        case .mode(let mode, let account):
            if let account {
                settings.accounts[Names.accountID(account), default: WatchSettings.AccountSettings()].mode = mode
            } else {
                settings.mode = mode
            }
        case .edit(let edit): settings.take(edit)
        default: break
        }
    }

    func named(_ subject: Subject) -> Exemption.Subject? {
        switch subject {
        case .user(let number): users[number].map { .user($0.rawValue) }
        case .key(let number): keys[number].map { .key($0) }
        }
    }

    private func exemptByTags(_ user: UserID, _ end: TagExemption?, _ now: Date) {
        let until: String? =
            switch end {
            case .days(let days): CivilDate(at: Days.after(days, now)).text
            case .malformed: "next week"
            case .missing, nil: nil
            }
        estate.tag(user, "relevo-exempt-until", until)
        estate.tag(user, "relevo-exempt-reason", end == nil ? nil : "a migration")
        estate.tag(user, "relevo-exempt-by", end == nil ? nil : "Luis")
        oracle.taggedExempt(user, at: now)
        if end != nil { counts.count("exemptions by tags") }
    }

    /// By the user's current name, as people write it into a configuration.
    private func pattern(_ number: Int) -> ARNPattern? {
        users[number].flatMap(estate.user).map { ARNPattern("arn:aws:iam::*:user/\($0.name)") }
    }

    private func toggle(_ pattern: ARNPattern?, _ isOn: Bool, in patterns: inout [ARNPattern]) {
        guard let pattern else { return }
        patterns.removeAll { $0 == pattern }
        if isOn { patterns.append(pattern) }
    }
}
