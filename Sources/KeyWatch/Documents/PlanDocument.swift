import FoundationEssentials
import KeyPolicy

/// The plan as JSON: a contract with its readers. After a run it also has the outcome of each action.
package struct PlanDocument: Encodable {
    package static let schemaVersion = 1

    private let schemaVersion = PlanDocument.schemaVersion
    private let runId: String?
    private let at: String
    private let actions: [ActionDocument]
    private let held: [HeldDocument]
    private let stops: [StopDocument]
    private let exemptions: [ExemptionDocument]
    private let findings: [FindingDocument]
    /// User ids of the findings that the channel gets as a list in this run.
    private let weeklyList: [String]
    private let accounts: [AccountDocument]
    private let limits: LimitsDocument?
    private let problems: [String]
    private let exitReasons: [String]?
    private let ledgerRoot: String?

    private enum CodingKeys: String, CodingKey {
        case schemaVersion, runId, at, actions, held, stops, exemptions, findings, weeklyList, accounts, limits
        case problems, exitReasons, ledgerRoot
    }

    package init(_ plan: Plan) { self.init(plan, report: nil) }

    package init(_ report: RunReport) { self.init(report.plan, report: report) }

    private init(_ plan: Plan, report: RunReport?) {
        runId = report?.summary.run.rawValue
        at = plan.at.isoInstant
        actions = plan.actions.map { ActionDocument($0, outcome: report?.outcomes[$0.id]) }
        held = plan.held.map(HeldDocument.init)
        stops = (report?.summary.stops ?? plan.stops).map(StopDocument.init)
        exemptions = plan.exemptions.map(ExemptionDocument.init)
        findings = plan.findings.map(FindingDocument.init)
        weeklyList = plan.weeklyList.compactMap(\.user?.id.rawValue)
        accounts = plan.accounts.map(AccountDocument.init)
        limits = plan.pace.map(LimitsDocument.init)
        problems = (report?.summary.problems ?? plan.problems).map(\.text)
        exitReasons = report?.exitReasons.map(\.rawValue)
        ledgerRoot = report?.summary.root
    }

    /// Written by hand so that a missing value is null and not left out.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(schemaVersion, forKey: .schemaVersion)
        try container.encode(runId, forKey: .runId)
        try container.encode(at, forKey: .at)
        try container.encode(actions, forKey: .actions)
        try container.encode(held, forKey: .held)
        try container.encode(stops, forKey: .stops)
        try container.encode(exemptions, forKey: .exemptions)
        try container.encode(findings, forKey: .findings)
        try container.encode(weeklyList, forKey: .weeklyList)
        try container.encode(accounts, forKey: .accounts)
        try container.encode(limits, forKey: .limits)
        try container.encode(problems, forKey: .problems)
        try container.encode(exitReasons, forKey: .exitReasons)
        try container.encode(ledgerRoot, forKey: .ledgerRoot)
    }

    /// Sorted keys, so that two runs can be compared line by line.
    package func json(pretty: Bool = false) throws -> String {
        try contractJSON(pretty: pretty)
    }
}

private struct ActionDocument: Encodable {
    let action: PlannedAction
    let outcome: ActionOutcome?

    private enum CodingKeys: String, CodingKey {
        case id, kind, stage, round, binding, late, last, possibleRepeat, deadline, expected, successor, owner, at,
            service
        case to, because, region, until, reason, approver, activity, activityWhy, outcome, error
    }

    init(_ action: PlannedAction, outcome: ActionOutcome?) {
        self.action = action
        self.outcome = outcome
    }

    func encode(to encoder: any Encoder) throws {
        try KeyDocument(
            account: action.account, user: action.user, key: action.key, ageDays: action.ageDays,
            addressee: action.addressee
        ).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(action.id, forKey: .id)
        try container.encode(action.kindName, forKey: .kind)
        switch action.kind {
        case .notice(let notice):
            try container.encode(notice.stage, forKey: .stage)
            try container.encode(notice.round, forKey: .round)
            try container.encode(notice.isBinding, forKey: .binding)
            try container.encode(notice.isLate, forKey: .late)
            try container.encode(notice.isLast, forKey: .last)
            try container.encode(notice.isPossibleRepeat, forKey: .possibleRepeat)
            try container.encode(notice.deadline.isoInstant, forKey: .deadline)
        case .deactivate(let round, let promise):
            try container.encode(round, forKey: .round)
            try container.encode(promise.deadline.isoInstant, forKey: .deadline)
        case .announce(let announcement): try encode(announcement, to: &container)
        case .restore(let restoration):
            try container.encode(restoration.until?.isoInstant, forKey: .until)
            try container.encode(restoration.reason, forKey: .reason)
        }
        try container.encodeIfPresent(outcome?.name, forKey: .outcome)
        try container.encodeIfPresent(outcome?.error, forKey: .error)
    }
}

extension ActionDocument {
    /// Who did it, or null with the reason.
    private func encodeActivity(to container: inout KeyedEncodingContainer<CodingKeys>) throws {
        let document = action.activity?.activity.map { KeyActivityDocument($0, isByUser: $0.isBy(action.user)) }
        try container.encode(document, forKey: .activity)
        guard document == nil else { return }
        try container.encode(action.activity?.why ?? "it was not looked up", forKey: .activityWhy)
    }

    private func encode(
        _ announcement: Announcement, to container: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        let row = announcement.row
        switch row.occasion {
        case .successor(let key): try container.encode(key.rawValue, forKey: .successor)
        case .round(let number): try container.encode(number, forKey: .round)
        case .owner(let recipient): try container.encode(recipient.text, forKey: .owner)
        case .instant, .key: break
        }
        if let until = row.trueUntil {
            try container.encode(until.isoInstant, forKey: .until)
        } else if let day = row.day {
            try container.encode(day.isoInstant, forKey: .deadline)
        }
        switch announcement {
        case .newKey(let expected):
            try container.encode(expected, forKey: .expected)
            try encodeActivity(to: &container)
        case .reactivated: try encodeActivity(to: &container)
        case .exemptionEnding(let exemption):
            try container.encode(exemption.reason, forKey: .reason)
            try container.encode(exemption.approver, forKey: .approver)
        case .decoyUsed(let at, let service, let region):
            try container.encode(at.isoInstant, forKey: .at)
            try container.encode(service, forKey: .service)
            try container.encode(region, forKey: .region)
        case .ownerChanged(let recipient, _, _, let why):
            try container.encodeIfPresent(why?.rawValue, forKey: .because)
            try container.encode(recipient.text, forKey: .to)
        default: break
        }
    }
}

private struct HeldDocument: Encodable {
    let held: HeldKey

    private enum CodingKeys: String, CodingKey { case code, text, expected }

    init(_ held: HeldKey) { self.held = held }

    func encode(to encoder: any Encoder) throws {
        try KeyDocument(
            account: held.account, user: held.user, key: held.key, ageDays: held.ageDays, addressee: held.addressee
        ).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(held.reason.code, forKey: .code)
        try container.encode(held.reason.text, forKey: .text)
        if case .rate(let expected) = held.reason { try container.encode(expected.isoInstant, forKey: .expected) }
    }
}

/// Whether the limits on deactivations keep up, in numbers.
private struct LimitsDocument: Encodable {
    let maxDeactivations: Int
    let keys: Int
    let needed: Int
    let promised: Int
    let lastDay: String?
    let neededForThirtyDays: Int?
    let tooLowIn: [String]

    init(_ pace: DeactivationPace) {
        maxDeactivations = pace.limit
        keys = pace.keys
        needed = pace.needed
        promised = pace.promised
        lastDay = pace.lastDay?.text
        neededForThirtyDays = pace.limitForGoodDays
        tooLowIn = pace.tightAccounts.map(\.account.rawValue)
    }
}

/// One account's part of a scan, in every document.
struct AccountDocument: Encodable {
    let id: String
    let name: String
    let complete: Bool
    let error: String?
    let remarks: [String]

    init(_ outcome: ScanOutcome) {
        id = outcome.account.id.rawValue
        name = outcome.account.name
        complete = outcome.isComplete
        error = outcome.error
        remarks = outcome.remarks
    }
}

/// The days ahead as JSON: a plan per day on which anything happens.
package struct ForecastDocument: Encodable {
    private let schemaVersion = 1
    private let from: String
    private let until: String
    private let days: [PlanDocument]

    /// - Parameter plans: one per day, in order.
    package init(_ plans: [Plan]) {
        from = plans.first?.at.isoInstant ?? ""
        until = plans.last?.at.isoInstant ?? ""
        days = plans.filter { $0.isBusy }.map(PlanDocument.init)
    }

    package func json(pretty: Bool) throws -> String {
        try contractJSON(pretty: pretty)
    }
}
