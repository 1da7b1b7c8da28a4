import FoundationEssentials

/// What `LookupEvents` is asked.
struct LookupEventsRequest: Encodable {
    private struct Attribute: Encodable {
        let AttributeKey: String
        let AttributeValue: String
    }

    private let LookupAttributes: [Attribute]
    private let StartTime: Int?
    private let EndTime: Int?
    private let MaxResults: Int
    private let NextToken: String?

    init(name: String, span: ClosedRange<Date>?, limit: Int, token: String?) {
        LookupAttributes = [Attribute(AttributeKey: "EventName", AttributeValue: name)]
        // Events are told to the second.
        StartTime = span.map { Int($0.lowerBound.timeIntervalSince1970.rounded(.down)) }
        EndTime = span.map { Int($0.upperBound.timeIntervalSince1970.rounded(.up)) }
        MaxResults = limit
        NextToken = token
    }
}
