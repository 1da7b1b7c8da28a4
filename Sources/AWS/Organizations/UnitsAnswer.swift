struct UnitsAnswer: OrganizationsPageAnswer {
    let items: [OrganizationalUnit]
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case items = "OrganizationalUnits"
        case nextToken = "NextToken"
    }
}
