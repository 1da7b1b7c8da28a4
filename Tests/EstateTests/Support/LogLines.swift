import Logging
import Synchronization

/// Keeps every line that is logged, and what values look like when they are printed.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: String { lines.withLock { $0.joined(separator: "\n") } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    /// All the ways in which a value may end up in a text.
    func note(_ value: Any) {
        var text = "\(value) \(String(reflecting: value)) "
        dump(value, to: &text)
        add(text)
    }

    func noteError(_ body: () async throws -> Void) async {
        do { try await body() } catch { note(error) }
    }
}

/// Logs everything, at every level.
struct CollectingLogHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.add("\(event.level) \(event.message) \(metadata.merging(event.metadata ?? [:]) { $1 })")
    }
}
