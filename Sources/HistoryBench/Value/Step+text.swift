import KeyPolicy

extension Step {
    /// One line for the reader of a failing history.
    package var text: String {
        switch self {
        case .wait(let hours): "wait \(Self.span(hours))"
        case .run(let run): run.text
        case .hire(let user, let account, let name, let tags):
            "user \(user) (\(name)) in account \(account), tags "
                + tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        case .dismiss(let user): "user \(user) is deleted"
        case .rename(let user, let name): "user \(user) is renamed to \(name)"
        case .tag(let user, let name, let value): "user \(user) gets \(name)=\(value ?? "(none)")"
        case .createKey(let key, let user, let age): "user \(user) has key \(key), \(Self.span(age * 24)) old"
        case .deleteKey(let key): "\(key.text) is deleted"
        case .switchOff(let key): "somebody deactivates \(key.text)"
        case .switchOn(let key): "somebody activates \(key.text)"
        case .use(let key, let hours): "\(key.text) was used \(Self.span(hours)) ago"
        case .crowd(let account, let users, let age):
            "\(users) users with keys \(Self.span(age * 24)) old in account \(account)"
        case .exemptByTags(let user, let end): "user \(user)'s exemption tags: \(end.map { "\($0)" } ?? "none")"
        case .exemptByConfiguration(let subject, let days):
            "the configuration \(days.map { "exempts \(subject.text) for \($0) days" } ?? "exempts \(subject.text) no longer")"
        case .exemptByCommand(let subject, let days): "relevo exempt \(subject.text) for \(days) days"
        case .endExemption(let subject): "relevo exempt --end \(subject.text)"
        case .protect(let user, let on): "user \(user) is \(on ? "" : "no longer ")protected"
        case .decoy(let user, let on): "user \(user) is \(on ? "" : "no longer ")a decoy"
        case .mode(let mode, let account): "mode \(mode.rawValue)\(account.map { " in account \($0)" } ?? "")"
        case .edit(let edit): "policy: \(edit)"
        case .slack(let trouble): "Slack: \(trouble)"
        case .person(let person, let answer): "Slack says of \(person): \(answer.rawValue)"
        case .aws(let trouble): trouble.text
        case .recover: "Slack and AWS work again"
        case .leave(let account): "account \(account) leaves"
        case .comeBack(let account): "account \(account) comes back"
        case .clock(let ahead): ahead.map { "the clock is \($0) seconds ahead" } ?? "AWS sends no time"
        case .copyLedger: "the ledger is copied"
        case .putBackLedger: "the ledger is restored to its copy"
        case .newLedger: "a new ledger"
        case .otherLedger: "the other ledger is put in this one's place"
        case .deleteSummary: "the last summary is deleted"
        case .newApp(let isNamed): "the Slack app is created again\(isNamed ? ", the earlier one named" : "")"
        case .nameApps: "earlier Slack apps are named in the configuration"
        case .foreignMarker(let inOwnName):
            "another app posts a marker of 2099\(inOwnName ? " in this ledger's name" : "")"
        case .restore(let key, let hours, let crash):
            "relevo restore \(key.text) --for \(hours)h\(crash.map { ", \($0.text)" } ?? "")"
        case .restoreRun(let hours, let crash):
            "relevo restore --run (the last that deactivated) --for \(hours)h\(crash.map { ", \($0.text)" } ?? "")"
        case .stop(let account, let crash):
            "relevo stop\(account.map { " --account \($0)" } ?? "")\(crash.map { ", \($0.text)" } ?? "")"
        case .resume(let account): "relevo resume\(account.map { " --account \($0)" } ?? "")"
        case .confirmMachine(let user): "relevo resume user \(user)"
        }
    }

    private static func span(_ hours: Double) -> String {
        hours.magnitude < 48 ? "\(hours) hours" : "\(hours / 24) days"
    }
}

extension RunStep {
    var text: String {
        var words = ["run"]
        if let crash { words.append(crash.text) }
        if let endsAtCheck { words.append("asked to end, which it sees at its check \(endsAtCheck)") }
        if let stallAtCall { words.append("it loses the lease to another run at call \(stallAtCall)") }
        if isSecond { words.append("while another holds the lease") }
        if accepts { words.append("--accept-ledger") }
        if releases { words.append("--release-brake") }
        if let race { words.append("in the middle of which \(race)") }
        if let stopAtCall { words.append("stopped at call \(stopAtCall)") }
        if let only { words.append("--account \(only)") }
        return words.joined(separator: " ")
    }
}

extension Kill {
    var text: String { "killed \(isAfter ? "after" : "before") call \(call)" }
}

extension KeyName {
    var text: String {
        switch self {
        case .key(let number): "key \(number)"
        case .lastOff: "the key that Relevo last deactivated"
        }
    }
}

extension Subject {
    var text: String {
        switch self {
        case .user(let number): "user \(number)"
        case .key(let number): "key \(number)"
        }
    }
}

extension AWSTrouble {
    var text: String {
        "AWS: \(call.rawValue)\(account.map { " in account \($0)" } ?? "") \(kind.rawValue) \(times) times"
            + (takesEffect ? ", after taking effect" : "")
    }
}
