import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// What goes wrong around Relevo.
extension Life {
    func trouble(_ step: Step) {
        switch step {
        case .slack(let trouble): slack(trouble)
        case .person(let text, let answer):
            guard let person = SlackUserID(rawValue: text) else { return }
            switch answer {
            case .reachable: messenger.answer(nil, about: person)
            case .deleted: messenger.answer(.unreachable(.personLeft), about: person)
            case .noAnswer: messenger.answer(.unknown("503"), about: person)
            }
        case .aws(let trouble): aws(trouble)
        case .recover:
            messenger.recover()
            estate.recover()
        case .leave(let account):
            let whys: [AccountAbsence] = [.leftOrganization, .notActive(state: "SUSPENDED"), .leftOut]
            estate.leave(Names.accountID(account), why: whys[account % whys.count])
        case .comeBack(let account): estate.comeBack(Names.accountID(account))
        case .clock(let ahead):
            clock.skew = ahead ?? 0
            clock.aheadOfAWS = ahead
        default: break
        }
    }

    private func slack(_ trouble: SlackTrouble) {
        oracle.hasTrouble()
        switch trouble {
        case .notDelivered(let times): messenger.fail(.notDelivered, times: times)
        case .answerLost(let isStored, let times): messenger.fail(.unknown(stored: isStored), times: times)
        case .channelDown(let times): messenger.fail(.notDelivered, to: .security, times: times)
        case .conversationRefused(let text):
            messenger.fail(.unreachable(.deliveryRefused), to: Recipient(text: text), times: 1)
        case .tokenRefused: messenger.fail(.refused, times: 1)
        case .lookUpsFail: messenger.lookUps(.fail)
        case .lookUpsFindNothing:
            messenger.lookUps(.findNothing)
            oracle.historyLagged()
        case .historyFails(let times): messenger.failReading(times: times)
        case .summaryFails: messenger.fail(.notDelivered, word: "summary", times: 1)
        }
    }

    private func aws(_ trouble: AWSTrouble) {
        let call: EstateCall =
            switch trouble.call {
            case .accounts: .accounts
            case .openReader: .openReader
            case .prepareReport: .prepareReport
            case .report: .report
            case .users: .users
            case .accessKeys: .accessKeys
            case .lastUse: .lastUse
            case .openSession: .openSession
            case .readAgain: .readAgain
            case .deactivate: .deactivate
            case .restore: .restore
            }
        let fault: EstateFault =
            switch trouble.kind {
            case .denied: .denied
            case .throttled: .throttled
            case .garbage: .garbage
            }
        estate.fail(
            call, in: trouble.account.map(Names.accountID), with: fault, times: trouble.times,
            takesEffect: trouble.takesEffect)
    }
}

extension WatchSettings {
    /// Applies an edit as Relevo's configuration would: what it would refuse is not done.
    mutating func take(_ edit: PolicyEdit) {
        var after = self
        switch edit {
        case .ladder(let ladder):
            (after.policy.ladder, after.policy.deactivateAt) = (ladder.stages, ladder.deactivateAt)
        case .noticeDays(let days): after.policy.noticeDays = days
        case .lateNoticeDays(let days): after.policy.lateNoticeDays = days
        case .maxOverdueDays(let days): after.policy.maxOverdueDays = days
        case .machines(let enforced): after.policy.enforcesMachines = enforced
        case .untagged(let areEngineers): after.policy.treatsUntaggedAsEngineers = areEngineers
        case .unreachable(let enforced): after.policy.enforcesUnreachable = enforced
        case .left(let enforced): after.policy.enforcesLeft = enforced
        case .brake(let most): after.policy.maxDeactivations = most
        case .accountBrake(let account, let most):
            after.accounts[Names.accountID(account), default: AccountSettings()].maxDeactivations = most
        case .standIn(let account, let isOn):
            after.accounts[Names.accountID(account), default: AccountSettings()].channel =
                isOn ? Names.channel("C0STANDIN\(account)") : nil
        case .hours(let isOn, let holidays):
            after.policy.hours =
                isOn
                ? WorkingHours(
                    zone: Zone(
                        name: "Lima", first: Zone.Transition(at: .distantPast, offset: -18_000, abbreviation: "-05"),
                        transitions: []), days: [1, 2, 3, 4], from: 360, to: 960,
                    holidays: Set(holidays.map { CivilDate(at: Days.after($0, History.start)) })) : nil
        }
        guard (after.policy.ladder.last ?? 0) + after.policy.noticeDays <= after.policy.deactivateAt else { return }
        self = after
    }
}
