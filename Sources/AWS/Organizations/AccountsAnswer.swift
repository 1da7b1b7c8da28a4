struct AccountsAnswer: OrganizationsPageAnswer {
    let items: ReadItems<OrganizationAccount>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case items = "Accounts"
        case nextToken = "NextToken"
    }
}
