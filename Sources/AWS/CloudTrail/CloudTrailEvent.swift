package import FoundationEssentials

/// One event of the history: something that somebody asked AWS to do.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html>
package struct CloudTrailEvent: Sendable, Equatable {
    package let id: String
    /// The operation, e.g. `CreateAccessKey`.
    package let name: String
    package let time: Date
    /// Who asked, from where, for what.
    package let record: CloudTrailRecord

    package init(id: String, name: String, time: Date, record: CloudTrailRecord) {
        self.id = id
        self.name = name
        self.time = time
        self.record = record
    }
}

extension CloudTrailEvent: Decodable {
    private enum Key: String, CodingKey {
        case id = "EventId"
        case name = "EventName"
        case time = "EventTime"
        case record = "CloudTrailEvent"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // The record is a document of its own, sent as text.
        let text = try container.decode(String.self, forKey: .record)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            name: try container.decode(String.self, forKey: .name),
            time: Date(timeIntervalSince1970: try container.decode(Double.self, forKey: .time)),
            record: try JSONDecoder().decode(CloudTrailRecord.self, from: Data(text.utf8)))
    }
}
