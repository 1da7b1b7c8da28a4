import AWS
import Adapters
import Composition
import KeyPolicy
import Settings

/// Enters every account as a run would, and tries every call that a run makes there.
struct AccountExamination {
    private static let atOnce = 8

    private let context: AppContext
    private let entered: CredentialsExamination.Entered
    /// A key of each account that the inventory knows.
    private let keys: [AccountID: AccessKeyID]

    init(_ context: AppContext, _ entered: CredentialsExamination.Entered, keys: [AccountID: AccessKeyID]) {
        self.context = context
        self.entered = entered
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
        let isDirect = context.configuration.accounts.own == .direct && account.id == entered.own
        let probe = IAMRoleProbe(
            hub: entered.hub,
            roles: context.configuration.roles(partition: entered.hub.settings.endpoints.partition.id),
            account: account.id, isDirect: isDirect, run: context.run)
        let name = account.name == account.id.rawValue ? "" : " \(account.name)"
        let verdict = AccountVerdict(
            subject: "\(account.id)\(name)", caller: entered.arn, mode: context.configuration.mode(for: account.id),
            hasExternalID: context.configuration.accounts.externalID != nil)
        var checks = await probe.audit(knownKey: keys[account.id]).map {
            verdict.audit($0, role: isDirect ? nil : probe.auditRole)
        }
        if isDirect {
            checks.append(verdict.readDirectly)
        } else if verdict.mode == .report {
            checks.append(verdict.enforceNotNeeded)
        } else {
            checks += await probe.enforce().map { verdict.enforce($0, role: probe.enforceRole) }
        }
        return checks
    }
}
