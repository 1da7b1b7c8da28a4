import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Runs whose stages are called one by one, each by a `Watch` of its own, as the Lambda does.
extension Watched {
    /// - Parameters:
    ///   - crash: kills the stage in which it comes; that stage is called again a minute later.
    ///   - check: the check of an early end at which the first call that acts ends; each further one lasts a check
    ///     longer. Nil where a call has as long as it needs.
    @discardableResult
    func runInStages(
        crash: CrashPoint? = nil, actEndsAt check: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RunReport {
        defer { checkPromise(sourceLocation: sourceLocation) }
        let run = nextRun()
        try await stage(crash) { try await $0.begin(run, version: "test") }
        try await stage(crash) { try await $0.scan(run) }
        try await stage(crash) { try await $0.decide(run) }
        clock.endsAtCheck = check
        while try await !stage(crash, { try await $0.act(run) }) {
            actCalls += 1
            clock.endsAtCheck = check.map { $0 + actCalls }
        }
        clock.endsAtCheck = nil
        return try await stage(crash) { try await $0.finish(run) }
    }

    private func stage<Value>(_ crash: CrashPoint?, _ body: (Watch) async throws -> Value) async throws -> Value {
        guard let crash, !crash.hasCrashed else { return try await body(watch(nil)) }
        do {
            return try await body(watch(crash))
        } catch is CrashPoint.Crash {
            clock.advance(60)
            return try await body(watch(nil))
        }
    }
}
