import FoundationEssentials
import KeyPolicy
import KeyWatch
import Synchronization

/// One account of the fake estate, as IAM lets it be read.
struct FakeAccountReader: AccountReader {
    let estate: FakeEstate
    let account: AccountID

    func prepareReport() async throws -> ReportProgress {
        if let lost = try estate.answer(.prepareReport, in: account) { throw lost }
        guard try estate.account(account).reportsAreMade else { return .inProgress }
        estate.prepareSnapshot(of: account)
        return .complete
    }

    func report() async throws -> CredentialReport {
        if let lost = try estate.answer(.report, in: account) { throw lost }
        let known = try estate.account(account)
        guard let snapshot = known.snapshot else { throw ReportProblem.notReady }
        return CredentialReport(
            generatedAt: snapshot.at, rows: snapshot.users.map { row($0, lastChanged: known.lastChanged) })
    }

    func users(after marker: String?) async throws -> UsersPage {
        if let lost = try estate.answer(.users, in: account) { throw lost }
        let known = try estate.account(account)
        let users = known.users.values.sorted { $0.id < $1.id }.filter { user in
            marker.map { $0 < "\(user.id)" } ?? true
        }
        let page = users.prefix(known.pageSize).map { user in
            var user = user
            user.keys = []
            return user
        }
        return UsersPage(users: page, next: users.count > page.count ? page.last.map { "\($0.id)" } : nil)
    }

    func accessKeys(of userName: String) async throws -> [AccessKey] {
        if let lost = try estate.answer(.accessKeys, in: account) { throw lost }
        guard let user = try estate.user(named: userName, in: account) else {
            throw AccountReaderError.noSuchUser(userName)
        }
        return user.keys.map { AccessKey(id: $0.id, status: $0.status, createdAt: $0.createdAt) }
    }

    func lastUse(of key: AccessKeyID) async throws -> LastUse {
        if let lost = try estate.answer(.lastUse, in: account) { throw lost }
        let keys = try estate.account(account).users.values.flatMap(\.keys)
        guard let known = keys.first(where: { $0.id == key }) else { throw EstateFault("NoSuchEntity: \(key.masked)") }
        return known.lastUse
    }

    var trail: any AuditTrail { FakeAuditTrail(estate: estate, account: account) }

    private func row(_ user: User, lastChanged: Date?) -> CredentialReport.Row {
        let slots = (0..<2).map { index in
            guard index < user.keys.count else {
                return CredentialReport.Slot(rotatedAt: nil, isActive: false, lastUse: .never)
            }
            let key = user.keys[index]
            return CredentialReport.Slot(
                rotatedAt: lastChanged ?? key.createdAt, isActive: key.status == .active, lastUse: key.lastUse)
        }
        let columns = slots.map { "\($0.isActive)|\($0.rotatedAt.map(\.isoInstant) ?? "N/A")" }
        let extra = user.keys.count > 2 ? "\(user.keys.count - 2) more" : ""
        return CredentialReport.Row(
            arn: user.arn, userCreatedAt: user.createdAt, slots: slots, hasMore: !extra.isEmpty,
            password: user.password, mfa: user.mfa, fingerprint: (columns + [extra]).joined(separator: "|"))
    }
}

/// The fake estate's audit trail of one account.
struct FakeAuditTrail: AuditTrail {
    let estate: FakeEstate
    let account: AccountID

    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
        let lost: EstateFault?
        do {
            lost = try estate.answer(.trail, in: account)
        } catch let fault as EstateFault where fault == .denied {
            return all(question, .notAllowed(permission: "trail:Look"))
        } catch {
            return all(question, .unknown("\(error)"))
        }
        if let lost { return all(question, .unknown("\(lost)")) }
        let shown = estate.state.withLock { $0.activities }
        return Dictionary(
            uniqueKeysWithValues: question.keys.map { ($0, shown[$0].map(KeyActivityLookup.found) ?? .notFound) })
    }

    var homeRegion: String { "us-east-1" }

    func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]? {
        do {
            if try estate.answer(.keyCalls, in: account) != nil { return nil }
        } catch {
            return nil
        }
        return estate.state.withLock { $0.keyCalls[key] ?? [] }.filter { $0.region == region }
    }

    private func all(_ question: KeyActivityQuestion, _ answer: KeyActivityLookup) -> [AccessKeyID: KeyActivityLookup] {
        Dictionary(uniqueKeysWithValues: question.keys.map { ($0, answer) })
    }
}
