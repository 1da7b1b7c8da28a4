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
    ///   - decideCheck: the same for the calls that decide.
    @discardableResult
    func runInStages(
        crash: CrashPoint? = nil, actEndsAt check: Int? = nil, decideEndsAt decideCheck: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RunReport {
        defer { checkPromise(sourceLocation: sourceLocation) }
        let run = nextRun()
        for account in try await stage(crash, { try await $0.begin(run) }) {
            _ = try await stage(crash) { try await $0.scan(account, in: run) }
        }
        clock.endsAtCheck = decideCheck
        while try await stage(crash, { try await $0.decide(run) }) == nil {
            decideCalls += 1
            clock.endsAtCheck = decideCheck.map { $0 + decideCalls }
        }
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

extension Watch {
    /// Begins a run in stages; called again, it only returns the accounts.
    @discardableResult
    func begin(_ run: RunID) async throws -> [Account] { try await begin(run, version: "test") }

    /// Scans all accounts of a run that has begun.
    func scan(_ run: RunID) async throws {
        for account in try await begin(run) { _ = try await scan(account, in: run) }
    }
}
