import Crypto
import FoundationEssentials
import KeyPolicy

/// What the function is asked to do: a stage of a run, a whole run, a look, or an event of IAM.
enum FunctionEvent: Hashable, Sendable {
    /// Begins the run of one execution of the state machine; called again, it is the same run.
    case start(RunID)
    case scan(RunID, AccountID)
    case decide(RunID)
    case act(RunID)
    case finish(RunID)
    /// All stages in one call, for a handful of accounts.
    case run
    case plan
    case doctor
    /// From EventBridge.
    case iam(IAMEvent)

    /// Throws `EventProblem` for everything else.
    init(_ body: [UInt8]) throws {
        guard body.count <= Self.mostBytes else { throw EventProblem.tooLarge }
        let decoder = JSONDecoder()
        let data = Data(body)
        if let bridged = try? decoder.decode(BridgedEvent.self, from: data) {
            self = .iam(IAMEvent(bridged))
            return
        }
        do { self = try decoder.decode(Named.self, from: data).event } catch let problem as EventProblem {
            throw problem
        } catch {
            throw EventProblem.unknown
        }
    }

    /// EventBridge's and the state machine's events have some kilobytes.
    private static let mostBytes = 1_024 * 1_024

    /// For log lines and metrics.
    var name: String {
        switch self {
        case .start: "start"
        case .scan: "scan"
        case .decide: "decide"
        case .act: "act"
        case .finish: "finish"
        case .run: "run"
        case .plan: "plan"
        case .doctor: "doctor"
        case .iam: "iam"
        }
    }
}

/// An event in the notation `{"NAME": {…}}`.
private struct Named: Decodable {
    let event: FunctionEvent

    private enum Key: String, CodingKey, CaseIterable {
        case start, scan, decide, act, finish, run, plan, doctor
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Start: Decodable {
        let execution: String
        let at: String?
    }

    private struct Stage: Decodable {
        let run: String
        let account: String?
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys
        guard names.count == 1, let key = names.first.flatMap({ Key(rawValue: $0.stringValue) }) else {
            throw EventProblem.unknown
        }
        let container = try decoder.container(keyedBy: Key.self)
        func run() throws -> RunID {
            guard let run = RunID(rawValue: try container.decode(Stage.self, forKey: key).run) else {
                throw EventProblem.noRun(key.rawValue)
            }
            return run
        }
        switch key {
        case .start:
            let start = try container.decode(Start.self, forKey: key)
            event = .start(RunID(execution: start.execution, at: start.at))
        case .scan:
            guard
                let account = try container.decode(Stage.self, forKey: key).account.flatMap(AccountID.init(rawValue:))
            else { throw EventProblem.noAccount }
            event = .scan(try run(), account)
        case .decide: event = .decide(try run())
        case .act: event = .act(try run())
        case .finish: event = .finish(try run())
        case .run, .plan, .doctor:
            let options = try container.nestedContainer(keyedBy: AnyKey.self, forKey: key)
            guard options.allKeys.isEmpty else { throw EventProblem.unknown }
            event = key == .run ? .run : key == .plan ? .plan : .doctor
        }
    }
}

extension RunID {
    /// The same for every call of one execution, and sorted by time: `20260312t093000z-4f3a9c1b`.
    ///
    /// - Parameters:
    ///   - execution: its ARN or name, which is unique.
    ///   - at: when it started, as Step Functions writes it.
    init(execution: String, at: String?) {
        let digest = SHA256.hash(data: Data(execution.utf8)).prefix(4)
        let tail = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        // Without the separators and the fraction of a second.
        let stamp = (at ?? "").prefix(19).filter { $0 != "-" && $0 != ":" }
        self.init(stamp: stamp.isEmpty ? "execution" : "\(stamp)z", tail: tail)
    }
}

/// Why an event is not one that this function serves.
enum EventProblem: Error, Hashable, CustomStringConvertible {
    case unknown
    case tooLarge
    case noRun(String)
    case noAccount

    var description: String {
        switch self {
        case .unknown:
            "This event is none that Relevo serves, so nothing was done. Send {\"run\": {}}, {\"plan\": {}} or "
                + "{\"doctor\": {}}; the state machine sends the others."
        case .tooLarge: "This event is larger than 1 MB, so it is none that Relevo serves. Nothing was done."
        case .noRun(let stage): "The event `\(stage)` names no run, or not as `start` returned it. Nothing was done."
        case .noAccount: "The event `scan` names no account of twelve digits. Nothing was done."
        }
    }
}
