import Composition
import FoundationEssentials
import Logging

/// Writes one JSON object a line, which CloudWatch Logs Insights can query by its fields.
struct JSONLogHandler: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        fields["level"] = event.level.rawValue
        fields["message"] = "\(event.message)"
        fields["at"] = Date().formatted(.iso8601)
        if let line = try? AnswerJSON.text(fields) { StandardError.write("\(line)\n") }
    }
}
