package import FoundationEssentials

/// Reads the event history of an account: management events of the last ninety days, newest first.
///
/// An event shows up some minutes after it happened, a quarter of an hour at the worst.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html>
package struct CloudTrailClient: Sendable {
    /// The most that AWS gives at once.
    package static let pageSize = 50

    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// One page of the events of one name. Needs `cloudtrail:LookupEvents`.
    ///
    /// AWS looks up by one attribute and by time, and a name is the one attribute that every event has.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>
    /// - Parameters:
    ///   - span: nothing before or after it.
    ///   - token: with the same name and span as the page it came with.
    package func lookupEvents(
        named name: String, during span: ClosedRange<Date>? = nil, limit: Int = pageSize, token: String? = nil
    ) async throws -> AWSPage<CloudTrailEvent> {
        let request = LookupEventsRequest(name: name, span: span, limit: limit, token: token)
        let answer = try await transport.json(
            .cloudTrail, Self.operation, target: Self.target, request, as: LookupEventsAnswer.self)
        guard answer.events.items.count + answer.events.unread.count <= limit else {
            throw AWSError.garbage("a page holds more events than were asked for")
                .during(.cloudTrail, Self.operation, scope: transport.scope)
        }
        return AWSPage(
            items: answer.events.items, nextMarker: answer.nextToken.flatMap { $0.isEmpty ? nil : $0 },
            unread: answer.events.unread)
    }

    /// The events of one name, page by page, newest first; whoever reads them says how far.
    package func events(named name: String, during span: ClosedRange<Date>? = nil) -> AWSPages<CloudTrailEvent> {
        let scope = transport.scope
        return AWSPages(naming: { $0.during(.cloudTrail, Self.operation, scope: scope) }) { token in
            try await lookupEvents(named: name, during: span, token: token)
        }
    }

    private static let operation = "LookupEvents"
    private static let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"
}

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

/// A page as CloudTrail sends it.
struct LookupEventsAnswer: Decodable {
    let events: ReadItems<CloudTrailEvent>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case events = "Events"
        case nextToken = "NextToken"
    }
}
