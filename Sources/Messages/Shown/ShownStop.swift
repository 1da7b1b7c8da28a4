import FoundationEssentials
import KeyPolicy
import Slack

/// A stop as messages show it.
struct ShownStop {
    enum Place {
        case everywhere
        case account(Mrkdwn)
        case user(Mrkdwn, account: Mrkdwn)
    }

    enum Cause {
        case person(Mrkdwn, reason: Mrkdwn)
        case massChange(Int, of: Int)
        case restores(Int)
        case manyLeft(Int)
        case becameMachine
    }

    let place: Place
    let cause: Cause
    let since: Date
    let command: Mrkdwn
    let waitsForConfirmation: Bool

    init(_ stop: Stop) {
        since = stop.since
        command = .code(stop.command, limit: 200)
        waitsForConfirmation = stop.waitsForConfirmation
        place =
            switch (stop.scope, stop.cause) {
            case (.everything, _): .everywhere
            case (.account(let id), _): .account(.code(id.rawValue))
            case (.user(let account, _), .becameMachine(let name, _)):
                .user(.code(name, limit: 64), account: .code(account.rawValue))
            case (.user(let account, let id), _): .user(.code(id.rawValue), account: .code(account.rawValue))
            }
        cause =
            switch stop.cause {
            case .person(let by, let reason): .person(.bold(by, limit: 50), reason: .quoted(reason) ?? "…")
            case .massChange(let changed, let users): .massChange(changed, of: users)
            case .restores(let count): .restores(count)
            case .manyLeft(let people): .manyLeft(people.count)
            case .becameMachine: .becameMachine
            }
    }
}
