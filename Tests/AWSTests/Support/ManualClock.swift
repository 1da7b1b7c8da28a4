import FoundationEssentials
import Logging
import Synchronization

/// A clock that only moves while a test sleeps on it.
final class ManualClock: Sendable {
    private let state: Mutex<(now: Date, slept: [Duration])>

    init(_ now: Date = ManualClock.start) { state = Mutex((now, [])) }

    /// 2026-11-24T06:39:00Z
    static let start = Date(timeIntervalSince1970: 1_795_502_340)

    var now: Date { state.withLock { $0.now } }
    var slept: [Duration] { state.withLock { $0.slept } }

    func advance(by seconds: Double) { state.withLock { $0.now += seconds } }

    func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.slept.append(duration)
            $0.now += Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        }
    }
}

/// Collects values from wherever they are reported.
final class Recorder<Value: Sendable>: Sendable {
    private let stored = Mutex<[Value]>([])

    var values: [Value] { stored.withLock { $0 } }

    func record(_ value: Value) { stored.withLock { $0.append(value) } }
}

/// Writes every line, with its metadata, into a recorder.
struct CollectingLogHandler: LogHandler {
    let lines: Recorder<String>
    var logLevel: Logger.Level = .trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        lines.record("\(event.level) \(event.message) \(all)")
    }
}
