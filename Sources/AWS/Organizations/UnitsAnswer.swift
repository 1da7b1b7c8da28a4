struct UnitsAnswer: OrganizationsPageAnswer {
    let items: ReadItems<OrganizationalUnit>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case items = "OrganizationalUnits"
        case nextToken = "NextToken"
    }
}
