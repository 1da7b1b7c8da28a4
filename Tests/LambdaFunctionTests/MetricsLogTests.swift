import FoundationEssentials
import KeyPolicy
import KeyWatch
import Synchronization
import Testing

@testable import LambdaFunction

/// Metrics as log lines that CloudWatch understands.
struct MetricsLogTests {
    private static let now = Date(timeIntervalSince1970: 1_773_307_800.25)

    private let lines = Lines()

    private func metrics(isOn: Bool = true) -> MetricsLog {
        MetricsLog(isOn: isOn, write: { [lines] in lines.add($0) }, now: { Self.now })
    }

    private static func report(oldest: Int? = 120) -> RunReport {
        var plan = Plan(at: now, accounts: [])
        plan.activeKeys = 40
        plan.withinMaximum = 31
        plan.oldestEngineerKey = oldest
        var summary = RunSummary(run: Made.id("run-10001"), startedAt: now.addingTimeInterval(-95))
        summary.finishedAt = now
        summary.noticesDelivered = 4
        summary.deactivated = 2
        summary.unknown = [
            RunSummary.Unknown(account: Account(id: Made.id("111111111111"), name: "payments"), why: .throttled)
        ]
        summary.problems = [Problem(.summaryNotPosted, "The summary could not be posted.")]
        summary.held = [.exempt: 3, .alarm: 5]
        return RunReport(plan: plan, outcomes: [:], summary: summary)
    }

    @Test func `nothing is written where metrics are off`() {
        metrics(isOn: false).write(Self.report())
        metrics(isOn: false).write(event: "run", calls: 12, seconds: 3)
        #expect(lines.all.isEmpty)
    }

    @Test func `every line is valid in the embedded metric format`() throws {
        metrics().write(Self.report())
        metrics().write(event: "scan", calls: 12, seconds: 1.25)
        #expect(lines.all.count == 4)
        for line in lines.all {
            // A line of a log is one event.
            #expect(!line.contains("\n"))
            let read = try EmbeddedMetrics(line)
            #expect(read.timestamp == 1_773_307_800_250)
            #expect(read.directives.count == 1)
            for directive in read.directives {
                #expect(directive.Namespace == "Relevo")
                #expect((1...100).contains(directive.Metrics.count))
                for metric in directive.Metrics {
                    #expect(read.number(metric.Name) != nil, "\(metric.Name) has no value")
                    #expect(["Count", "Seconds", "Milliseconds", "None"].contains(metric.Unit))
                }
                #expect(directive.Dimensions.count == 1)
                for dimension in directive.Dimensions.joined() {
                    #expect(read.text(dimension)?.isEmpty == false, "\(dimension) has no value")
                }
            }
            // Nothing is in the line that is no metric and no dimension.
            let named = read.directives.flatMap { $0.Metrics.map(\.Name) + $0.Dimensions.joined() }
            #expect(read.members == Set(named + ["_aws"]))
        }
    }

    @Test func `a run's figures are in one line, and what is held in one for each reason`() throws {
        metrics().write(Self.report())
        let read = try lines.all.map(EmbeddedMetrics.init)
        #expect(
            read[0].numbers == [
                "KeysWatched": 40, "KeysOverMaximum": 9, "KeysDue": 0, "NoticesDelivered": 4, "KeysDeactivated": 2,
                "AccountsUnknown": 1, "Problems": 1, "RunSeconds": 95, "OldestEngineerKeyDays": 120,
            ])
        #expect(read[0].directives.map(\.Dimensions) == [[[]]])
        #expect(read.dropFirst().map { $0.text("Reason") } == ["alarm", "exempt"])
        #expect(read.dropFirst().map(\.numbers) == [["KeysHeld": 5], ["KeysHeld": 3]])
        #expect(read.dropFirst().flatMap(\.directives).map(\.Dimensions) == [[["Reason"]], [["Reason"]]])
    }

    @Test func `a figure that isn't known is left out`() throws {
        metrics().write(Self.report(oldest: nil))
        let first = try #require(lines.all.first)
        #expect(try EmbeddedMetrics(first).numbers["OldestEngineerKeyDays"] == nil)
        #expect(!first.contains("OldestEngineerKeyDays"))
    }

    @Test func `an event's calls and its time have the event's name as dimension`() throws {
        metrics().write(event: "scan", calls: 12, seconds: 1.25)
        let first = try #require(lines.all.first)
        let read = try EmbeddedMetrics(first)
        #expect(read.numbers == ["AWSCalls": 12, "EventMilliseconds": 1_250])
        #expect(read.text("Event") == "scan")
        #expect(read.directives.map(\.Dimensions) == [[["Event"]]])
    }
}

/// What was written.
private final class Lines: Sendable {
    private let kept = Mutex<[String]>([])

    var all: [String] { kept.withLock { $0 } }

    func add(_ line: String) { kept.withLock { $0.append(line) } }
}

/// A line as CloudWatch reads it.
private struct EmbeddedMetrics {
    struct Directive: Decodable {
        struct Metric: Decodable {
            let Name: String
            let Unit: String
        }

        let Namespace: String
        let Dimensions: [[String]]
        let Metrics: [Metric]
    }

    private struct Root: Decodable {
        struct Metadata: Decodable {
            let Timestamp: Int64
            let CloudWatchMetrics: [Directive]
        }

        let metadata: Metadata

        private enum CodingKeys: String, CodingKey { case metadata = "_aws" }
    }

    private enum Member: Decodable {
        case number(Double)
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    let timestamp: Int64
    let directives: [Directive]
    private let values: [String: Member]

    init(_ line: String) throws {
        let data = Data(line.utf8)
        let root = try JSONDecoder().decode(Root.self, from: data)
        timestamp = root.metadata.Timestamp
        directives = root.metadata.CloudWatchMetrics
        values = try JSONDecoder().decode([String: Member].self, from: data)
    }

    var members: Set<String> { Set(values.keys) }

    var numbers: [String: Double] {
        values.compactMapValues { if case .number(let number) = $0 { number } else { nil } }
    }

    func number(_ name: String) -> Double? { numbers[name] }

    func text(_ name: String) -> String? { if case .text(let text) = values[name] { text } else { nil } }
}
