import KeyPolicy
import KeyWatch
import Synchronization

/// What the fake estate's trail shows of one account.
struct FakeKeyTrail: KeyTrail {
    let estate: FakeEstate
    let account: AccountID

    func deeds(_ question: DeedQuestion) async -> [AccessKeyID: DeedLookup] {
        let lost: EstateFault?
        do {
            lost = try estate.answer(.trail, in: account)
        } catch let fault as EstateFault where fault == .denied {
            return all(question, .notAllowed(permission: "trail:Look"))
        } catch {
            return all(question, .unknown("\(error)"))
        }
        if let lost { return all(question, .unknown("\(lost)")) }
        let shown = estate.state.withLock { $0.deeds }
        return Dictionary(
            uniqueKeysWithValues: question.keys.map { ($0, shown[$0].map(DeedLookup.found) ?? .notFound) })
    }

    private func all(_ question: DeedQuestion, _ answer: DeedLookup) -> [AccessKeyID: DeedLookup] {
        Dictionary(uniqueKeysWithValues: question.keys.map { ($0, answer) })
    }
}
