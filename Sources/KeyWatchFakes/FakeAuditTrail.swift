import KeyPolicy
import KeyWatch
import Synchronization

/// What the fake estate's trail shows of one account.
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

    private func all(_ question: KeyActivityQuestion, _ answer: KeyActivityLookup) -> [AccessKeyID: KeyActivityLookup] {
        Dictionary(uniqueKeysWithValues: question.keys.map { ($0, answer) })
    }
}
