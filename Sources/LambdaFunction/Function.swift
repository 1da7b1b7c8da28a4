import Composition
import Doctor
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Logging

/// Serves the events: one switch, each case a few calls into what all programs share.
struct Function: Sendable {
    let sessions: FunctionSessions
    let metrics: MetricsLog
    let logger: Logger

    /// The answer, as JSON. Throws what `FunctionError` describes.
    func serve(_ invocation: Invocation) async throws -> String {
        let event = try FunctionEvent(invocation.body)
        do {
            return try await serve(event, invocation)
        } catch WatchRefusal.overtaken(_, let newer) {
            return try AnswerJSON.text(StageAnswer.Overtaken(by: newer))
        }
    }

    private func serve(_ event: FunctionEvent, _ invocation: Invocation) async throws -> String {
        switch event {
        case .start(let run): try AnswerJSON.text(try await start(run, invocation))
        case .scan(let run, let account): try AnswerJSON.text(try await scan(account, in: run, invocation))
        case .decide(let run):
            try AnswerJSON.text(
                try await stage(.decide(run), of: run, invocation) { watch, _ in
                    let plan = try await watch.decide(run)
                    return StageAnswer.Decided(
                        more: plan == nil, actions: .init(plan?.actions.count), held: .init(plan?.held.count))
                })
        case .act(let run):
            try AnswerJSON.text(
                try await stage(.act(run), of: run, invocation) { watch, _ in
                    StageAnswer.Acted(more: try await !watch.act(run))
                })
        case .finish(let run):
            try AnswerJSON.text(
                try await stage(.finish(run), of: run, invocation) { watch, services in
                    let report = try await watch.finish(run)
                    await close(report, services)
                    let reasons = report.exitReasons
                    return StageAnswer.Finished(exitStatus: reasons.exitStatus, exitReasons: reasons)
                })
        case .run: try await run(invocation)
        case .plan: try await plan(invocation)
        case .doctor: try await doctor(invocation)
        case .iam(.ignored(let why)): try AnswerJSON.text(StageAnswer.Told(told: false, why: .init(why)))
        case .iam(.sighting(let sighting)):
            try AnswerJSON.text(try await tell(invocation) { try await $0.tell(sighting, run: $1) })
        case .iam(.serviceCredential(let sighting)):
            try AnswerJSON.text(try await tell(invocation) { try await $0.tell(sighting, run: $1) })
        }
    }

    private func start(_ run: RunID, _ invocation: Invocation) async throws -> StageAnswer.Started {
        let session = try await sessions.fresh(invocation, run: run)
        return try await measured("start", session) {
            try session.factory.requireSlack()
            let accounts = try await session.open { services, ledger in
                try await session.factory.watch(services, ledger: ledger).begin(
                    run, version: Release.version, configuration: session.configuration.stored)
            }
            return try StageAnswer.Started(run: run, accounts: accounts.map(\.id))
        }
    }

    private func scan(
        _ id: AccountID, in run: RunID, _ invocation: Invocation
    ) async throws -> StageAnswer.Scanned {
        let (session, begun) = try await sessions.stage(of: run, invocation)
        guard let account = begun.accounts.first(where: { $0.id == id }) else {
            throw WatchRefusal.noSuchAccount(id, among: begun.accounts.map(\.id))
        }
        return try await measured("scan", session) {
            let outcome = try await session.open(acts: false, slack: false) { services, ledger in
                try await session.factory.watch(services, ledger: ledger).scan(account, in: run)
            }
            return StageAnswer.Scanned(account: id, complete: outcome.isComplete, why: .init(outcome.error))
        }
    }

    private func stage<Answer: Encodable>(
        _ event: FunctionEvent, of run: RunID, _ invocation: Invocation,
        _ body: (Watch, ExternalServices) async throws -> Answer
    ) async throws -> Answer {
        let (session, _) = try await sessions.stage(of: run, invocation)
        return try await measured(event.name, session) {
            try await session.open { services, ledger in
                try await body(try session.factory.watch(services, ledger: ledger), services)
            }
        }
    }

    private func run(_ invocation: Invocation) async throws -> String {
        let session = try await sessions.fresh(invocation)
        return try await measured("run", session) {
            try session.factory.requireSlack()
            return try await session.open { services, ledger in
                let report = try await session.factory.watch(services, ledger: ledger).run(
                    session.factory.run, version: Release.version)
                await close(report, services)
                return try PlanDocument(report).json()
            }
        }
    }

    /// What follows from a run that has ended.
    private func close(_ report: RunReport, _ services: ExternalServices) async {
        metrics.write(report)
        for problem in report.summary.problems {
            logger.log(
                level: report.isRemark(problem) ? .notice : .warning, "\(problem.text)",
                metadata: ["run": "\(report.summary.run)"])
        }
        // A run that the alarm stopped is a successful run; a partial or interrupted one is not.
        guard [0, 4].contains(report.exitReasons.exitStatus),
            let problem = await services.heartbeat?.beat(report)
        else { return }
        logger.warning("\(problem)")
    }

    private func plan(_ invocation: Invocation) async throws -> String {
        let session = try await sessions.fresh(invocation)
        return try await measured("plan", session) {
            try await session.open(acts: false) { services, ledger in
                let made = try await session.factory.preview(services, ledger: ledger).plan(
                    session.factory.run, only: [], remembers: !session.factory.clock.isMoved,
                    messenger: services.messenger)
                for remark in made.look.remarks + made.problems { logger.notice("\(remark)") }
                return try PlanDocument(made.plan).json()
            }
        }
    }

    private func doctor(_ invocation: Invocation) async throws -> String {
        let session = try await sessions.fresh(invocation)
        return try await measured("doctor", session) {
            let checks = try await Doctor(session, only: []).checks(file: session.configuration.source)
            return try DoctorDocument(checks).json(pretty: false)
        }
    }

    private func tell(
        _ invocation: Invocation, _ body: (SightingRequests, RunID) async throws -> SightingRequests.Outcome
    ) async throws -> StageAnswer.Told {
        let session = try await sessions.fresh(invocation)
        return try await measured("iam", session) {
            let outcome = try await session.open { services, ledger in
                try await body(
                    SightingRequests(
                        try session.factory.intervention(services, ledger: ledger), readers: services.readers),
                    session.factory.run)
            }
            switch outcome {
            case .told: return StageAnswer.Told(told: true, why: .init(nil))
            case .ignored(let why): return StageAnswer.Told(told: false, why: .init(why))
            case .failed(let why): throw FunctionError(.failed, why)
            }
        }
    }

    /// Writes how many calls to AWS an event took, and how long.
    private func measured<Value>(
        _ name: String, _ session: FunctionSession, _ body: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        defer {
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let calls = session.factory.metrics.total
            logger.info(
                "\(name) ended",
                metadata: [
                    "run": "\(session.factory.run)", "calls": "\(calls)", "ms": "\(Int(seconds * 1_000))",
                ])
            metrics.write(event: name, calls: calls, seconds: seconds)
        }
        return try await body()
    }
}
