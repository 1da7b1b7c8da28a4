package import FoundationEssentials

/// Reads the event history of an account: the management events of the last 90 days, newest first. A Region's history has
/// that Region's events; those of global services, such as IAM, are in the home Region.
///
/// An event appears a few minutes after it happened, typically within 15 minutes.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html>
package struct CloudTrailClient: Sendable {
    /// The most events that AWS returns in one page.
    package static let pageSize = 50

    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// One page of the events of one name. Needs `cloudtrail:LookupEvents`.
    ///
    /// AWS filters by one attribute and by time. The name is the one attribute that every event has.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>
    /// - Parameters:
    ///   - span: only events in it.
    ///   - token: from the page before, which must have the same name and span.
    package func lookupEvents(
        named name: String, during span: ClosedRange<Date>? = nil, limit: Int = pageSize, token: String? = nil
    ) async throws -> AWSPage<CloudTrailEvent> {
        try await lookupEvents(
            LookupEventsRequest(.eventName(name), span: span, limit: limit, token: token), limit: limit, transport)
    }

    /// The newest events in one Region that were signed with an access key, one page. Needs `cloudtrail:LookupEvents`.
    ///
    /// - Throws: without a call if the Region isn't one of this partition.
    package func lookupEvents(
        signedWith key: String, in region: String, limit: Int = pageSize
    ) async throws -> AWSPage<CloudTrailEvent> {
        guard AWSPartition.of(region: region) == transport.settings.endpoints.partition else {
            throw AWSError.configuration("The Region of a last use is not one of this partition.")
                .during(.cloudTrail, Self.operation, scope: transport.scope)
        }
        // The home Region's calls share the rate limit of those without a Region.
        return try await lookupEvents(
            LookupEventsRequest(.accessKeyID(key), limit: limit), limit: limit,
            region == homeRegion ? transport : transport.inRegion(region))
    }

    /// The trails that record the home Region's events, those of the organization included; whether they log now isn't
    /// known from this. Needs `cloudtrail:DescribeTrails`.
    ///
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html>
    package func trails() async throws -> [CloudTrailTrail] {
        struct Request: Encodable { let includeShadowTrails = true }
        struct Response: Decodable { let trailList: [CloudTrailTrail] }
        return try await transport.json(
            .cloudTrail, "DescribeTrails", target: Self.target, Request(), as: Response.self
        ).trailList
    }

    /// The Region with the events of IAM and other global services.
    package var homeRegion: String { transport.settings.endpoints.homeRegion }

    private func lookupEvents(
        _ request: LookupEventsRequest, limit: Int, _ transport: AWSTransport
    ) async throws -> AWSPage<CloudTrailEvent> {
        let response = try await transport.json(
            .cloudTrail, Self.operation, target: Self.target, request, as: LookupEventsResponse.self)
        guard response.events.items.count + response.events.unreadable.count <= limit else {
            throw AWSError.malformedResponse("a page holds more events than were requested")
                .during(.cloudTrail, Self.operation, scope: transport.scope)
        }
        return AWSPage(
            items: response.events.items, nextMarker: response.nextToken.flatMap { $0.isEmpty ? nil : $0 },
            unreadable: response.events.unreadable)
    }

    /// The events of one name, page by page, newest first; the caller stops when it has read enough.
    package func events(named name: String, during span: ClosedRange<Date>? = nil) -> AWSPages<CloudTrailEvent> {
        let scope = transport.scope
        return AWSPages(naming: { $0.during(.cloudTrail, Self.operation, scope: scope) }) { token in
            try await lookupEvents(named: name, during: span, token: token)
        }
    }

    private static let operation = "LookupEvents"
    private static let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"
}

/// A trail: what records an account's events for good, and what EventBridge gets them from.
package struct CloudTrailTrail: Sendable, Equatable, Decodable {
    package let name: String
    /// Whether it records global services, such as IAM.
    package let includesGlobalServices: Bool

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case includesGlobalServices = "IncludeGlobalServiceEvents"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        includesGlobalServices = try container.decodeIfPresent(Bool.self, forKey: .includesGlobalServices) ?? false
    }
}

/// The input of `LookupEvents`.
struct LookupEventsRequest: Encodable {
    /// What events are looked up by: AWS accepts one attribute.
    enum Attribute {
        case eventName(String)
        case accessKeyID(String)
    }

    private struct Pair: Encodable {
        let AttributeKey: String
        let AttributeValue: String
    }

    private let LookupAttributes: [Pair]
    private let StartTime: Int?
    private let EndTime: Int?
    private let MaxResults: Int
    private let NextToken: String?

    init(_ attribute: Attribute, span: ClosedRange<Date>? = nil, limit: Int, token: String? = nil) {
        LookupAttributes =
            switch attribute {
            case .eventName(let name): [Pair(AttributeKey: "EventName", AttributeValue: name)]
            case .accessKeyID(let key): [Pair(AttributeKey: "AccessKeyId", AttributeValue: key)]
            }
        // CloudTrail records times in whole seconds.
        StartTime = span.map { Int($0.lowerBound.timeIntervalSince1970.rounded(.down)) }
        EndTime = span.map { Int($0.upperBound.timeIntervalSince1970.rounded(.up)) }
        MaxResults = limit
        NextToken = token
    }
}

/// The output of `LookupEvents`: one page.
struct LookupEventsResponse: Decodable {
    let events: ReadItems<CloudTrailEvent>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case events = "Events"
        case nextToken = "NextToken"
    }
}
