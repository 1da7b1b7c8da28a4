import KeyWatch
import Synchronization

/// Turns what a run is doing into one line.
final class ProgressLine: Sendable {
    static let shared = ProgressLine()

    private struct State {
        var accounts = 0
        var done = 0
    }

    private let state = Mutex(State())

    func text(_ progress: Progress, calls: Int) -> String {
        switch progress {
        case .accountsFound(let count):
            state.withLock { $0 = State(accounts: count, done: 0) }
            return "scanning 0/\(count) accounts"
        case .accountScanned:
            let (done, all) = state.withLock { state in
                state.done += 1
                return (state.done, state.accounts)
            }
            return "scanning \(done)/\(all) accounts · \(calls) calls"
        case .deciding: return "deciding · \(calls) calls"
        case .sending(let done, let all): return "telling \(done)/\(all) recipients"
        case .deactivating(let done, let all): return "deactivating \(done)/\(all) keys"
        case .closing: return "closing"
        }
    }
}
