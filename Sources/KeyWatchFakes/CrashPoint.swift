import Synchronization

/// Kills the run at the n-th call that it makes of any port: from there on every call fails, as after SIGKILL.
package final class CrashPoint: Sendable {
    package enum Moment: Hashable, Sendable, CaseIterable {
        /// The call has no effect.
        case before
        /// The call has its effect and nobody learns of it.
        case after
    }

    package struct Crash: Error, Hashable {
        package init() {}
    }

    private struct State {
        var calls = 0
        var isDead = false
    }

    private let call: Int
    private let moment: Moment
    private let state = Mutex(State())

    /// - Parameters:
    ///   - call: 1 for the first; `Int.max` for never, to count them.
    ///   - moment: whether that call still has its effect.
    package init(atCall call: Int, _ moment: Moment) {
        self.call = call
        self.moment = moment
    }

    package var calls: Int { state.withLock { $0.calls } }
    package var hasCrashed: Bool { state.withLock { $0.isDead } }

    func through<Answer: Sendable>(_ act: () async throws -> Answer) async throws -> Answer {
        let crashes = try state.withLock { state in
            if state.isDead { throw Crash() }
            state.calls += 1
            if state.calls == call {
                state.isDead = true
                return true
            }
            return false
        }
        guard crashes else { return try await act() }
        if moment == .after { _ = try await act() }
        throw Crash()
    }
}
