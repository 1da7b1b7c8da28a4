import AWS
import Adapters
import KeyPolicy

/// Says what the outcome of a call in one account means, and what to do about it.
struct AccountVerdict {
    let subject: String
    /// Whose credentials Relevo runs with.
    let caller: String
    let mode: Mode
    let hasExternalID: Bool

    /// - Parameter role: nil where the account is read with Relevo's own credentials.
    func audit(_ call: ProbedCall, role: String?) -> Check {
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
                    "is refused, so nobody is told who made a new key or switched one on again; all else works without"
                default: "is refused, so scans are incomplete"
                }
            return .bad(
                id, subject(call, isEntry), "\(what): \(error)", mend: mend(error, call.action, role: role ?? caller))
        }
    }

    /// Where keys aren't deactivated yet a missing enforce role is no fault; `relevo init` makes both at once.
    func enforce(_ call: ProbedCall, role: String) -> Check {
        let isEntry = call.action == IAMRoleProbe.assume
        let id = isEntry ? "enforce-role" : "enforce-permission"
        switch call.outcome {
        case .allowed:
            return .good(
                id, subject(call, isEntry),
                isEntry ? "can be assumed for deactivating, narrowed to one user." : "is allowed.")
        case .untried(let why): return .unknown(id, subject(call, isEntry), "is not checked: \(why).")
        case .refused(let error):
            let mend = mend(error, call.action, role: role)
            guard mode == .enforce else {
                return .unknown(
                    id, subject(call, isEntry), "is not granted; mode \(mode.rawValue) works without: \(error)",
                    mend: "Before mode: enforce: \(mend)")
            }
            return .bad(
                id, subject(call, isEntry), "is refused, so no key can be deactivated here: \(error)", mend: mend)
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

    private func mend(_ error: AWSError, _ action: String, role: String) -> String {
        guard error.isAccessDenied else {
            return error.isRetryable ? "Try again later." : "Run again with --verbose, and see what AWS answers."
        }
        switch error.denyingPolicyType {
        case .serviceControlPolicy:
            return
                "A service control policy of the organization stands in the way: except \(role) from it for \(action)."
        case .resourceControlPolicy:
            return
                "A resource control policy of the organization stands in the way: except \(role) from it for \(action)."
        case .permissionsBoundary:
            return "The permissions boundary of \(role) stands in the way: allow \(action) in it, or take it off."
        case .sessionPolicy, .identityPolicy, nil: break
        }
        guard action == IAMRoleProbe.assume else {
            return error.isExplicitDeny
                ? "A policy of \(role) denies \(action): take that statement out."
                : "Allow \(action) in the policy of \(role); `relevo init` writes it."
        }
        let secret = hasExternalID ? " with the configured external id" : " (none is configured: accounts.external-id)"
        return
            "Make \(role) from what `relevo init` writes (StackSets leave out the management account); its trust must "
            + "let \(caller) in\(secret), and \(caller) needs sts:AssumeRole on it."
    }
}
