import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

/// A stamp as message metadata: three short strings, no secret among them.
extension RunStamp {
    var fields: [String: String] {
        var fields = ["run": run.rawValue, "ledger": ledger]
        fields["deadline"] = deadline.map { $0.formatted(.iso8601) }
        return fields
    }

    /// Nil for messages that are no summaries. A deadline that can't be read is taken for one that never comes, as
    /// nothing may happen before it.
    init?(_ metadata: MessageMetadata) {
        guard let text = metadata.payload["run"], let run = RunID(rawValue: text),
            let ledger = metadata.payload["ledger"]
        else { return nil }
        let deadline = metadata.payload["deadline"].map { InstantText.read($0) ?? .distantFuture }
        self.init(run: run, ledger: ledger, deadline: deadline)
    }
}
