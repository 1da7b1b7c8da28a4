import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// Metrics as log lines in CloudWatch's embedded metric format: CloudWatch makes metrics of them, without a call.
///
/// Each metric costs by its name and dimensions, so the only dimensions are the event's name and the reason for which
/// keys are held.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
struct MetricsLog: Sendable {
    static let namespace = "Relevo"

    let isOn: Bool
    var write: @Sendable (String) -> Void = { StandardError.write("\($0)\n") }
    var now: @Sendable () -> Date = { Date() }

    /// The figures of a whole run.
    func write(_ report: RunReport) {
        let (plan, summary) = (report.plan, report.summary)
        var figures = [
            Figure("KeysWatched", plan.activeKeys), Figure("KeysOverMaximum", plan.activeKeys - plan.withinMaximum),
            Figure("KeysDue", plan.notices.count + plan.deactivations.count),
            Figure("NoticesDelivered", summary.noticesDelivered), Figure("KeysDeactivated", summary.deactivated),
            Figure("AccountsUnknown", summary.unknown.count), Figure("Problems", summary.problems.count),
            Figure(
                "RunSeconds", Int((summary.finishedAt ?? plan.at).timeIntervalSince(summary.startedAt)),
                unit: "Seconds"),
        ]
        if let days = plan.oldestEngineerKey { figures.append(Figure("OldestEngineerKeyDays", days, unit: "None")) }
        write(figures, dimension: nil)
        for (reason, count) in summary.held.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            write([Figure("KeysHeld", count)], dimension: ("Reason", reason.rawValue))
        }
    }

    /// The figures of one event.
    func write(event: String, calls: Int, seconds: Double) {
        write(
            [Figure("AWSCalls", calls), Figure("EventMilliseconds", Int(seconds * 1_000), unit: "Milliseconds")],
            dimension: ("Event", event))
    }

    private struct Figure {
        let name: String
        let value: Int
        let unit: String

        init(_ name: String, _ value: Int, unit: String = "Count") {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }

    private func write(_ figures: [Figure], dimension: (name: String, value: String)?) {
        guard isOn else { return }
        let directive = Directive(
            Namespace: Self.namespace, Dimensions: [dimension.map { [$0.name] } ?? []],
            Metrics: figures.map { Directive.Metric(Name: $0.name, Unit: $0.unit) })
        let line = Line(
            metadata: Line.Metadata(
                Timestamp: Int64(now().timeIntervalSince1970 * 1_000), CloudWatchMetrics: [directive]),
            dimension: dimension, values: figures.map { ($0.name, $0.value) })
        if let text = try? AnswerJSON.text(line) { write(text) }
    }

    private struct Directive: Encodable {
        struct Metric: Encodable {
            let Name: String
            let Unit: String
        }

        let Namespace: String
        let Dimensions: [[String]]
        let Metrics: [Metric]
    }

    private struct Line: Encodable {
        struct Metadata: Encodable {
            let Timestamp: Int64
            let CloudWatchMetrics: [Directive]
        }

        let metadata: Metadata
        let dimension: (name: String, value: String)?
        let values: [(name: String, value: Int)]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }

            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.init(stringValue) }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(metadata, forKey: Key("_aws"))
            if let dimension { try container.encode(dimension.value, forKey: Key(dimension.name)) }
            for (name, value) in values { try container.encode(value, forKey: Key(name)) }
        }
    }
}
