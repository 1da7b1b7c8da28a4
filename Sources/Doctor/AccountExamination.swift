import AWS
import Adapters
import Composition
import KeyPolicy
import Settings

/// Enters every account as a run would, and tries every call that a run makes there.
struct AccountExamination {
    private static let atOnce = 8

    private let context: any DoctorContext
    private let aws: CredentialsExamination.OpenedAWS
    /// A key of each account that the inventory knows.
    private let keys: [AccountID: AccessKeyID]

    init(_ context: any DoctorContext, _ aws: CredentialsExamination.OpenedAWS, keys: [AccountID: AccessKeyID]) {
        self.context = context
        self.aws = aws
        self.keys = keys
    }

    func checks(_ accounts: [Account]) async -> [Check] {
        await withTaskGroup(of: (Int, [Check]).self) { group in
            var found: [Int: [Check]] = [:]
            var waiting = accounts.enumerated().makeIterator()
            func startNext() {
                guard let (index, account) = waiting.next() else { return }
                group.addTask { (index, await checks(of: account)) }
            }
            for _ in 0..<Self.atOnce { startNext() }
            while let (index, checks) = await group.next() {
                found[index] = checks
                startNext()
            }
            return accounts.indices.flatMap { found[$0] ?? [] }
        }
    }

    private func checks(of account: Account) async -> [Check] {
        let isDirect = context.configuration.accounts.own == .direct && account.id == aws.own
        let probe = IAMRoleProbe(
            hub: aws.hub,
            roles: context.configuration.roles(partition: aws.hub.settings.endpoints.partition.id),
            account: account.id, isDirect: isDirect, run: context.run)
        let name = account.name == account.id.rawValue ? "" : " \(account.name)"
        let verdict = AccountVerdict(
            subject: "\(account.id)\(name)", caller: aws.arn, mode: context.configuration.mode(for: account.id),
            hasExternalID: context.configuration.accounts.externalID != nil)
        var checks = await probe.audit(knownKey: keys[account.id]).map {
            verdict.audit($0, role: isDirect ? nil : probe.auditRole)
        }
        // Without the role, that is the fault to correct.
        if context.wantsTrail, checks.first?.ok != false { checks.append(verdict.trail(await probe.trails())) }
        if isDirect {
            checks.append(verdict.readDirectly)
        } else if verdict.mode == .report {
            checks.append(verdict.enforceNotNeeded)
        } else {
            checks += await probe.enforce().map { verdict.enforce($0, role: probe.enforceRole) }
        }
        return checks.map { $0.made(in: account) }
    }
}

/// The check that follows from a call's outcome in one account.
struct AccountVerdict {
    let subject: String
    /// Whose credentials Relevo runs with.
    let caller: String
    let mode: Mode
    let hasExternalID: Bool

    /// - Parameter role: nil where the account is read with Relevo's own credentials.
    func audit(_ call: ProbedCall, role: String?) -> Check { auditCheck(call, role: role).trying(call.action) }

    private func auditCheck(_ call: ProbedCall, role: String?) -> Check {
        let isEntry = call.action == IAMRoleProbe.assume
        let id = isEntry ? "audit-role" : "audit-permission"
        switch call.outcome {
        case .allowed:
            return .good(id, subject(call, isEntry), isEntry ? "can be assumed for reading." : "is allowed.")
        case .untried(let why): return .unknown(id, subject(call, isEntry), "is not checked: \(why).")
        case .refused(let error):
            let what =
                switch call.action {
                case IAMRoleProbe.assume: "can't be assumed, so the account is unknown"
                case IAMRoleProbe.lookUp:
                    """
                    is refused, so messages can't say who created or reactivated a key, or what uses one that is due; \
                    everything else works without it
                    """
                default: "is refused, so scans are incomplete"
                }
            return .bad(
                id, subject(call, isEntry), "\(what): \(error)", fix: fix(error, call.action, role: role ?? caller))
        }
    }

    /// Before mode enforce a missing enforce role is not a fault; `relevo init` writes both roles at once.
    func enforce(_ call: ProbedCall, role: String) -> Check { enforceCheck(call, role: role).trying(call.action) }

    private func enforceCheck(_ call: ProbedCall, role: String) -> Check {
        let isEntry = call.action == IAMRoleProbe.assume
        let id = isEntry ? "enforce-role" : "enforce-permission"
        switch call.outcome {
        case .allowed:
            return .good(
                id, subject(call, isEntry),
                isEntry ? "can be assumed for deactivating, narrowed to one user." : "is allowed.")
        case .untried(let why): return .unknown(id, subject(call, isEntry), "is not checked: \(why).")
        case .refused(let error):
            let fix = fix(error, call.action, role: role)
            guard mode == .enforce else {
                return .unknown(
                    id, subject(call, isEntry), "is not granted; mode \(mode.rawValue) works without it: \(error)",
                    fix: "Before mode: enforce: \(fix)")
            }
            return .bad(
                id, subject(call, isEntry), "is refused, so no key can be deactivated here: \(error)", fix: fix)
        }
    }

    /// - Parameter trails: those that record IAM's events.
    func trail(_ trails: Result<[String], AWSError>) -> Check {
        switch trails {
        case .success(let names) where !names.isEmpty:
            .good("trail", subject, "has the trail \(names[0]): AWS can report new keys at once.")
        case .success:
            .warning(
                "trail", subject,
                "has no CloudTrail trail with IAM's events: new keys are told by the next run, not at once.",
                fix: "Create a trail for all Regions with management events there, or one for the organization.")
        case .failure(let error):
            .warning(
                "trail", subject, "is not checked for a CloudTrail trail: \(error)",
                fix: "Allow cloudtrail:DescribeTrails in the policy of the audit role; `relevo init` writes it.")
        }
    }

    var readDirectly: Check {
        .unknown(
            "enforce-role", subject, "is not used: with accounts.own: direct nothing is ever deactivated here.")
    }

    var enforceNotNeeded: Check { .unknown("enforce-role", subject, "is not needed in mode report.") }

    private func subject(_ call: ProbedCall, _ isEntry: Bool) -> String {
        isEntry ? subject : "\(subject) \(call.action)"
    }

    private func fix(_ error: AWSError, _ action: String, role: String) -> String {
        guard error.isAccessDenied else { return Fix(aws: error, origin: caller).text }
        switch error.denyingPolicyType {
        case .serviceControlPolicy:
            return
                "A service control policy of the organization denies this: "
                + "exempt \(role) from that policy for \(action)."
        case .resourceControlPolicy:
            return
                "A resource control policy of the organization denies this: "
                + "exempt \(role) from that policy for \(action)."
        case .permissionsBoundary:
            return "The permissions boundary of \(role) denies this: allow \(action) in the boundary, or remove it."
        case .sessionPolicy, .identityPolicy, nil: break
        }
        guard action == IAMRoleProbe.assume else {
            return error.isExplicitDeny
                ? "A policy of \(role) denies \(action): remove that statement."
                : "Allow \(action) in the policy of \(role); `relevo init` writes it."
        }
        let secret = hasExternalID ? " with the configured external id" : " (none is configured: accounts.external-id)"
        return
            "Create \(role) from the files of `relevo init` (StackSets leave out the management account); its trust policy "
            + "must allow \(caller)\(secret), and \(caller) needs sts:AssumeRole on it."
    }
}
