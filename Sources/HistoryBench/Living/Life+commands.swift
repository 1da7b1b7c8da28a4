import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// What people do with Relevo's commands.
extension Life {
    func restore(_ name: KeyName, hours: Double, crash: Kill?) async {
        guard let key = key(name) else { return }
        let point = crash.map { CrashPoint($0) }
        let restorer = FakeRestorer(estate)
        await intervene("restores") {
            let done = try await RestoreRequests(
                intervention(point), restorer: point.map { CrashingRestorer(restorer, at: $0) } ?? restorer
            ).restore(key, seconds: hours * 3_600, reason: "the export stopped", run: nextRun())
            return done.outcome == .done
        }
        judge(.restore)
    }

    func exempt(_ subject: Subject, days: Int) async {
        guard let named = named(subject) else { return }
        let until = Days.after(days, clock.truth)
        let began = clock.truth
        let ending = await intervene("exemptions by command") {
            _ = try await ExemptionRequests(intervention(nil)).grant(
                named.text, until: until, reason: "a migration", approver: "Luis", run: nextRun())
            return true
        }
        if ending != .nothing {
            oracle.granted(Oracle.Grant(subject: named, from: began, until: until, isSure: ending == .done))
        }
        judge(.nothing)
    }

    func endExemption(_ subject: Subject) async {
        guard let named = named(subject) else { return }
        oracle.grantEnds(named)
        await intervene("exemptions ended by command") {
            _ = try await ExemptionRequests(intervention(nil)).end(
                named.text, reason: "done", approver: "Luis", run: nextRun())
            return true
        }
        judge(.nothing)
    }

    func intervention(_ crash: CrashPoint?) -> Intervention {
        Intervention(
            ledger: crash.map { CrashingLedger(ledger, at: $0) } ?? ledger as any Ledger,
            messenger: crash.map { CrashingMessenger(messenger, at: $0) } ?? messenger as any Messenger,
            composer: composer, settings: settings, clock: clock.runClock)
    }

    enum Ending { case done, nothing, doubtful }

    @discardableResult
    func intervene(_ what: String, _ act: () async throws -> Bool) async -> Ending {
        let heads = await ledger.heads()
        let ending = await ending(of: what, act)
        await judgeClock(heads)
        return ending
    }

    private func ending(of what: String, _ act: () async throws -> Bool) async -> Ending {
        do {
            guard try await act() else {
                counts.count("\(what) that failed")
                return .doubtful
            }
            counts.count(what)
            return .done
        } catch let refusal as WatchRefusal {
            refused(refusal)
        } catch is InterventionRefusal {
            counts.count("\(what) refused")
        } catch is MessengerError {
            counts.count("\(what) refused by Slack")
            return .doubtful
        } catch is CrashPoint.Crash {
            counts.count("\(what) killed")
            return .doubtful
        } catch is EstateFault {
            counts.count("\(what) that AWS failed")
        } catch is DeactivationRefused {
            counts.count("\(what) that AWS failed")
        } catch {
            fail("unexpectedError", "\(what): \(error)")
        }
        return .nothing
    }
}

extension Exemption.Subject {
    var text: String {
        switch self {
        case .user(let text): text
        case .key(let key): key.rawValue
        }
    }
}
