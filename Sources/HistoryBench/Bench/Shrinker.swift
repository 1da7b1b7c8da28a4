/// Makes a failing history short: removes steps, chunks first, then simplifies those that remain.
package struct Shrinker {
    private let kind: String
    private(set) var best: History
    package private(set) var tries = 0
    private let mostTries: Int

    /// - Parameter kind: of the failure that must still happen.
    package init(_ history: History, kind: String, mostTries: Int = 4_000) {
        best = history
        self.kind = kind
        self.mostTries = mostTries
    }

    package mutating func shrink() async -> History {
        await cutAfterFailure()
        var before: History
        repeat {
            before = best
            await dropChunks()
            await makePlainer()
        } while best != before && tries < mostTries
        return best
    }

    private mutating func holds(_ candidate: History) async -> Bool {
        guard tries < mostTries, candidate != best else { return false }
        tries += 1
        let kind = kind
        let outcome = await candidate.live { $0.kind == kind }
        guard outcome.failures.contains(where: { $0.kind == kind }) else { return false }
        best = candidate
        return true
    }

    private mutating func cutAfterFailure() async {
        let kind = kind
        let outcome = await best.live { $0.kind == kind }
        guard let step = outcome.failures.first(where: { $0.kind == kind })?.step else { return }
        var cut = best
        cut.steps = Array(cut.steps.prefix(step + 1))
        _ = await holds(cut)
    }

    private mutating func dropChunks() async {
        var size = max(1, best.steps.count / 2)
        while true {
            var start = 0
            while start < best.steps.count {
                var candidate = best
                candidate.steps.removeSubrange(start..<min(start + size, candidate.steps.count))
                if await !holds(candidate) { start += size }
            }
            if size == 1 { return }
            size /= 2
        }
    }

    private mutating func makePlainer() async {
        if best.actionsPerPart != 100 {
            var candidate = best
            candidate.actionsPerPart = 100
            _ = await holds(candidate)
        }
        if best.accounts > 1 {
            var candidate = best
            candidate.accounts -= 1
            _ = await holds(candidate)
        }
        var index = 0
        while index < best.steps.count {
            for plainer in best.steps[index].plainer {
                var candidate = best
                candidate.steps[index] = plainer
                if await holds(candidate) { break }
            }
            index += 1
        }
        await joinWaits()
    }

    private mutating func joinWaits() async {
        var index = 0
        while index + 1 < best.steps.count {
            if case .wait(let one) = best.steps[index], case .wait(let other) = best.steps[index + 1] {
                var candidate = best
                candidate.steps.replaceSubrange(index...index + 1, with: [.wait(hours: one + other)])
                if await holds(candidate) { continue }
            }
            index += 1
        }
    }
}

extension Step {
    /// Simpler steps, the simplest first.
    var plainer: [Step] {
        switch self {
        case .wait(let hours):
            return [24, (hours / 24).rounded() * 24].filter { $0 < hours && $0 > 0 }.map { .wait(hours: $0) }
        case .run(let run): return run.plainer.map(Step.run)
        case .restore(let key, let hours, let crash?):
            return [.restore(key, hours: hours, crash: nil)]
                + crash.plainer.map { .restore(key, hours: hours, crash: $0) }
        case .restoreRun(let hours, let crash?):
            return [.restoreRun(hours: hours, crash: nil)]
                + crash.plainer.map { .restoreRun(hours: hours, crash: $0) }
        case .stop(let account, let crash?):
            return [.stop(account: account, crash: nil)] + crash.plainer.map { .stop(account: account, crash: $0) }
        case .createKey(let key, let user, let age):
            return [100, age.rounded()].filter { $0 != age }.map { .createKey(key: key, user: user, ageDays: $0) }
        case .hire(let user, let account, let name, let tags):
            let plain = ["type": "engineer", "slack-id": "U0ANNA"]
            return (tags == plain ? [] : [.hire(user: user, account: account, name: name, tags: plain)])
                + (account == 1 ? [] : [.hire(user: user, account: 1, name: name, tags: tags)])
        case .slack(.notDelivered(let times)) where times > 1: return [.slack(.notDelivered(times: 1))]
        case .slack(.answerLost(let isStored, let times)) where times > 1:
            return [.slack(.answerLost(isStored: isStored, times: 1))]
        case .slack(.channelDown(let times)) where times > 1: return [.slack(.channelDown(times: 1))]
        case .crowd(let account, let users, let age) where users > 1:
            return [.crowd(account: account, users: users / 2, ageDays: age)]
        default: return []
        }
    }
}

extension RunStep {
    fileprivate var plainer: [RunStep] {
        var plain = [RunStep()]
        if accepts || releases {
            var less = self
            (less.accepts, less.releases) = (false, false)
            plain.append(less)
        }
        if let crash {
            plain += crash.plainer.map {
                var less = self
                less.crash = $0
                return less
            }
        }
        return plain.filter { $0 != self }
    }
}

extension Kill {
    fileprivate var plainer: [Kill] { call > 1 ? [Kill(call: call - 1, isAfter: isAfter)] : [] }
}
