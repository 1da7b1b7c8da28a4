struct DescribeOrganizationAnswer: Decodable {
    let organization: Organization

    private enum CodingKeys: String, CodingKey {
        case organization = "Organization"
    }
}
