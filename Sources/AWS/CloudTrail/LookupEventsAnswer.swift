/// A page as CloudTrail sends it.
struct LookupEventsAnswer: Decodable {
    let events: ReadItems<CloudTrailEvent>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case events = "Events"
        case nextToken = "NextToken"
    }
}
