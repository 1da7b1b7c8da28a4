import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Messages

/// Every notification there is, with outside text in every place that has any.
struct EveryMessage {
    /// In names, tags and reasons.
    let text: String
    /// What AWS or Slack answered.
    let answer: String

    private var tags: [String: String] {
        ["type": "engineer", "slack-id": "U0MARIA", "full-name": text, "team": text, "language": text]
    }

    private var account: Account { get throws { try Sample.account("111111111111", text) } }

    private func action(_ kind: PlannedAction.Kind, tags: [String: String]? = nil) throws -> PlannedAction {
        try Sample.action(
            kind, user: text, tags: tags ?? self.tags, account: try account,
            key: try Sample.key(use: .used(at: Sample.days(-1), service: text, region: text)),
            others: [try Sample.key("AKIANEWERKEYEXAMPLE0", age: 1, use: .unknown(answer))])
    }

    private func stop(_ cause: Stop.Cause) throws -> Stop {
        Stop(.user(account: try account.id, id: try action(Sample.notice()).user.id), cause, since: Sample.days(-1))
    }

    private var inForce: ExemptionInForce {
        get throws {
            ExemptionInForce(
                account: try account, user: try action(Sample.notice()).user, key: nil,
                exemption: Sample.exemption(until: nil, reason: text, by: text, .tags, unreadableEnd: text),
                policy: Policy(), at: Sample.now)
        }
    }

    private func serviceCredential() throws -> NewServiceCredential {
        let sighting = ServiceCredentialSighting(
            account: try account.id, userName: text, id: "ACCAEXAMPLE000000001", service: text,
            activity: KeyActivity(
                actor: .user(name: text, id: nil), actorARN: text, means: .program(text), source: text, at: Sample.now,
                event: text))
        return NewServiceCredential(account: try account, sighting: try #require(sighting))
    }

    /// A summary with one problem of each kind, and everything else that names something.
    func summary() throws -> RunSummary {
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: Sample.now)
        let (account, user) = (try account, try action(Sample.notice()).user)
        summary.unknown = FailureKind.allCases.map { RunSummary.Unknown(account: account, why: $0) }
        let subjects: [Problem.Subject] = [
            .recipient(.person(try Sample.id("U0MARIA"))), .recipient(.security),
            .key(try Sample.id("AKIAIOSFODNN7EXAMPLE"), in: account.id), .user(text, in: account.id),
            .account(account.id), .name(text), .keys(2, held: .lookUpFailed),
        ]
        summary.problems =
            Problem.Kind.allCases.map { Problem($0, answer) }
            + subjects.map { Problem(.noticeNotSent, about: $0, answer) }
        summary.stops = [
            try stop(.person(by: text, reason: text)), try stop(.becameMachine(name: text, was: OwnerMark(user))),
        ]
        let held = Sample.held(try action(Sample.notice()))
        summary.heldKeys = [
            HeldKey(
                account: account, user: user, key: held.key, ageDays: 95, addressee: held.addressee,
                reason: .lookUpFailed(answer))
        ]
        summary.held = [.lookUpFailed: 1]
        summary.mostDue = [RunSummary.Due(held: held, count: 2)]
        summary.findings = [
            Finding(
                subject: .key(held.key, of: user, in: account),
                kind: .pastItsDay(promised: nil, why: .useUnknown(answer))),
            Finding(subject: .user(user, in: account), kind: .overdue),
            Finding(subject: .account(account), kind: .overdue),
            Finding(subject: .user(user, in: account), kind: .ownerUnreachable(.contactMalformed)),
        ]
        summary.exemptions = [try inForce]
        return summary
    }

    /// Everything that CloudTrail shows was chosen by the person who did it.
    private var activities: [KeyActivityLookup] {
        let actors: [KeyActivity.Actor] = [
            .user(name: text, id: nil), .session(role: text, name: text), .service(text), .other(text),
        ]
        return actors.map {
            .found(
                KeyActivity(
                    actor: $0, actorARN: text, means: .program(text), source: "x\(text)", at: Sample.now, event: text))
        } + [.notAllowed(permission: text), .unknown(answer)]
    }

    private func told(_ kind: PlannedAction.Kind) throws -> [PlannedAction] {
        try activities.map { activity in
            var action = try action(kind)
            action.activity = activity
            return action
        }
    }

    /// What CloudTrail shows of a key's use was chosen by the person who used it, too.
    private func used(_ action: PlannedAction) -> PlannedAction {
        var action = action
        action.use = KeyUse([Sample.call(.unknown(text), from: text, service: text, region: text, at: -3)])
        return action
    }

    /// What only the channel reads, or a team.
    func forChannels() throws -> [Notification] {
        let successor: AccessKeyID = try Sample.id("AKIANEWERKEYEXAMPLE0")
        let exemption = Sample.exemption(reason: text, by: text, .tags, unreadableEnd: text)
        let unclear = ["type": text, "slack-id": text]
        let deactivation = try action(Sample.deactivation(to: .security))
        let stops = try [
            stop(.person(by: text, reason: text)), stop(.restores(count: 2)),
            stop(.manyLeft(people: Array(repeating: .security, count: 5))),
        ]
        return try [
            .notices([action(Sample.notice(), tags: Sample.machine)]), .noticeCopies([action(Sample.notice())]),
            .unreachable([action(Sample.notice(), tags: unclear)]),
            .unreachable([action(Sample.notice(), tags: ["type": "machine", "team": text, "slack-id": text])]),
            .deactivated(deactivation, audience: .channel),
            .deactivated(action(Sample.deactivation(to: .security), tags: Sample.machine), audience: .owner),
            .announcement(
                .newKey, [action(.announce(.newKey(expected: true)), tags: ["type": text])], audience: .channel),
            .announcement(.newKey, told(.announce(.newKey(expected: false))), audience: .channel),
            .announcement(.rotated, [action(.announce(.rotated(successor: successor)))], audience: .channel),
            .announcement(.reactivated, told(.announce(.reactivated)), audience: .channel),
            .announcement(
                .exemptionEnding, [action(.announce(.exemptionEnding(exemption)), tags: [:])], audience: .channel),
            .announcement(
                .restoreEnding, [action(.announce(.restoreEnding(until: Sample.now)), tags: [:])], audience: .channel),
            .announcement(
                .ownerChanged,
                [action(.announce(.ownerChanged(to: .security, deadline: Sample.now, round: 1, because: .personLeft)))],
                audience: .channel),
            .announcement(
                .lastNotice, [action(.announce(.lastNotice(deadline: Sample.now, round: 1)))], audience: .channel),
            .announcement(
                .decoyUsed, [action(.announce(.decoyUsed(at: Sample.now, service: text, region: text)))],
                audience: .channel),
            .announcement(
                .ownerLeft, [action(.announce(.ownerLeft(owner: .person(Sample.id("U0MARIA")))))], audience: .channel),
            .announcement(
                .retirementOffered, [action(.announce(.retirementOffered(successor: successor)))], audience: .channel),
            .restored(action(Sample.restoration(text), tags: unclear), audience: .channel),
            .braked([Sample.held(try action(Sample.notice()))], run: Sample.id("run-20260302-1")),
            .ledgerAccepted([Sample.held(try action(Sample.notice()))], until: Sample.now),
            .promisesContinued(part: 1, of: 2), .exempted(inForce),
            .exemptionEnded(inForce, reason: text, approver: text), .stopped(stops[0]),
            .resumed(stops, by: text, reason: text), .stopsUnconfirmed(stops),
            .settingsChanged(
                [
                    SettingChange(name: "policy.protected", from: nil, to: answer),
                    SettingChange(name: "policy.decoys", from: answer, to: nil),
                    SettingChange(name: "policy.exemptions", from: text, to: nil),
                ], from: nil),
            .accountsLeft([AbsentAccount(account: account, why: .notActive(state: text))]), .summary(summary()),
            .ownersUnreachable(summary().findings), .serviceCredential(try serviceCredential()),
        ]
    }

    /// What one person alone reads.
    func forOnePerson() throws -> [Notification] {
        let successor: AccessKeyID = try Sample.id("AKIANEWERKEYEXAMPLE0")
        let exemption = Sample.exemption(reason: text, by: text, .tags, unreadableEnd: text)
        return try [
            .notices([action(Sample.notice())]), .notices([action(Sample.notice()), action(Sample.notice(stage: 81))]),
            .notices([used(action(Sample.notice()))]),
            .notices([used(action(Sample.notice())), used(action(Sample.notice(stage: 81)))]),
            .deactivated(action(Sample.deactivation(to: .security)), audience: .owner),
            .announcement(.newKey, [action(.announce(.newKey(expected: true)))], audience: .owner),
            .announcement(.newKey, told(.announce(.newKey(expected: false))), audience: .owner),
            .announcement(.rotated, [action(.announce(.rotated(successor: successor)))], audience: .owner),
            .announcement(.reactivated, [action(.announce(.reactivated))], audience: .owner),
            .announcement(.exemptionEnding, [action(.announce(.exemptionEnding(exemption)))], audience: .owner),
            .announcement(.restoreEnding, [action(.announce(.restoreEnding(until: Sample.now)))], audience: .owner),
            .announcement(
                .ownerChanged,
                [action(.announce(.ownerChanged(to: .security, deadline: Sample.now, round: 1, because: nil)))],
                audience: .owner),
            .announcement(
                .retirementOffered, [action(.announce(.retirementOffered(successor: successor)))], audience: .owner),
            .restored(action(Sample.restoration(text)), audience: .owner),
        ]
    }

    func notifications() throws -> [Notification] { try forChannels() + forOnePerson() }
}
