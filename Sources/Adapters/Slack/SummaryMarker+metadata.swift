import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// A stamp as message metadata: short strings, no secret among them. Accounts with their deadlines, in seconds since 1970 and
/// never rounded to an earlier one, stand in one string: `111111111111=1772366400,222222222222=1772452800`.
extension SummaryMarker {
    private static let mostParts = 1_000
    /// Seconds from 1970 to the year 9999.
    private static let instants: ClosedRange<Int64> = 0...253_402_300_799

    var fields: [String: String] {
        [
            "run": run.rawValue, "ledger": ledger, "part": "\(part) of \(parts)",
            "promises": promises.sorted { $0.key < $1.key }
                .map { "\($0.key)=\(Int($0.value.timeIntervalSince1970.rounded(.up)))" }.joined(separator: ","),
        ]
    }

    /// Nil for messages that are no summaries; otherwise what can be read, and whether that is everything. A deadline that
    /// can't be read is taken for one that never comes, as nothing may happen before it.
    static func read(_ metadata: MessageMetadata) -> (stamp: SummaryMarker, isReadable: Bool)? {
        guard let text = metadata.payload["run"], let run = RunID(rawValue: text),
            let ledger = metadata.payload["ledger"]
        else { return nil }
        var isReadable = true
        var promises: [AccountID: Date] = [:]
        for entry in (metadata.payload["promises"] ?? "?").split(separator: ",") {
            let sides = entry.split(separator: "=", maxSplits: 1)
            guard let account = sides.first.flatMap({ AccountID(rawValue: String($0)) }) else {
                isReadable = false
                continue
            }
            let seconds = sides.count == 2 ? Int64(sides[1]).flatMap { instants.contains($0) ? $0 : nil } : nil
            promises[account] = seconds.map { Date(timeIntervalSince1970: Double($0)) } ?? .distantFuture
        }
        let numbers = (metadata.payload["part"] ?? "").split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 2, let (part, parts) = Optional((numbers[0], numbers[1])),
            (1...mostParts).contains(parts), (1...parts).contains(part)
        else {
            return (SummaryMarker(run: run, ledger: ledger, promises: promises), false)
        }
        return (SummaryMarker(run: run, ledger: ledger, promises: promises, part: part, parts: parts), isReadable)
    }
}
