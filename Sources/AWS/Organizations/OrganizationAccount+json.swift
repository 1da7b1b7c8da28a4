import FoundationEssentials

extension OrganizationAccount: Decodable {
    private enum Key: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        case name = "Name"
        case email = "Email"
        case state = "State"
        case status = "Status"
        case joinedAt = "JoinedTimestamp"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // `State` replaces `Status`; older answers have only the latter.
        let state =
            try container.decodeIfPresent(String.self, forKey: .state)
            ?? container.decode(String.self, forKey: .status)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            // What is only shown may be anything: id and state are what an account is watched by.
            arn: (try? container.decodeIfPresent(String.self, forKey: .arn)) ?? "",
            name: (try? container.decodeIfPresent(String.self, forKey: .name)) ?? "",
            email: (try? container.decodeIfPresent(String.self, forKey: .email)) ?? "", state: state,
            joinedAt: (try? container.decodeIfPresent(Double.self, forKey: .joinedAt))
                .map { Date(timeIntervalSince1970: $0) })
    }
}
