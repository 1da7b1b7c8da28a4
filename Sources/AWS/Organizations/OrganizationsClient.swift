/// Reads the organization: its accounts and organizational units.
///
/// It works from the management account or a delegated administrator.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/>
package struct OrganizationsClient: Sendable {
    private let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html>
    package func describeOrganization() async throws -> Organization {
        try await call("DescribeOrganization", [:], as: DescribeOrganizationResponse.self).organization
    }

    /// One page of all accounts. An empty page may be followed by another.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html>
    package func listAccounts(token: String? = nil) async throws -> AWSPage<OrganizationAccount> {
        try await page("ListAccounts", ["NextToken": token], as: ListAccountsResponse.self)
    }

    /// All accounts, whatever their state, as one page.
    package func accounts() async throws -> AWSPage<OrganizationAccount> {
        try await pages("ListAccounts") { try await listAccounts(token: $0) }.whole()
    }

    /// One page of the accounts directly under a root or unit.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html>
    package func listAccountsForParent(
        _ parentID: String, token: String? = nil
    ) async throws -> AWSPage<OrganizationAccount> {
        let input = ["ParentId": parentID, "NextToken": token]
        return try await page("ListAccountsForParent", input, as: ListAccountsResponse.self)
    }

    /// All accounts directly under a root or unit, as one page.
    package func accounts(under parentID: String) async throws -> AWSPage<OrganizationAccount> {
        try await pages("ListAccountsForParent") { try await listAccountsForParent(parentID, token: $0) }.whole()
    }

    /// One page of the units directly under a root or unit.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html>
    package func listOrganizationalUnitsForParent(
        _ parentID: String, token: String? = nil
    ) async throws -> AWSPage<OrganizationalUnit> {
        let input = ["ParentId": parentID, "NextToken": token]
        return try await page("ListOrganizationalUnitsForParent", input, as: ListUnitsResponse.self)
    }

    /// All units directly under a root or unit.
    ///
    /// - Throws: also if one of them can't be read: the accounts below it would be missing.
    package func units(under parentID: String) async throws -> [OrganizationalUnit] {
        let operation = "ListOrganizationalUnitsForParent"
        let units = try await pages(operation) {
            try await listOrganizationalUnitsForParent(parentID, token: $0)
        }.whole()
        guard units.unreadable.isEmpty else {
            throw AWSError.malformedResponse(
                "an organizational unit in the list is not as this operation is documented to return it"
            )
            .during(.organizations, operation, scope: transport.scope)
        }
        return units.items
    }

    private func call<Output: Decodable>(
        _ operation: String, _ input: [String: String?], as output: Output.Type
    ) async throws -> Output {
        try await transport.json(
            .organizations, operation, target: "AWSOrganizationsV20161128", input.compactMapValues { $0 }, as: output)
    }

    private func page<Page: OrganizationsPage>(
        _ operation: String, _ input: [String: String?], as page: Page.Type
    ) async throws -> AWSPage<Page.Item> {
        let response = try await call(operation, input, as: page)
        let next = response.nextToken.flatMap { $0.isEmpty ? nil : $0 }
        if let next, next == input["NextToken"] {
            throw AWSError.incomplete("a page repeated its own token")
                .during(.organizations, operation, scope: transport.scope)
        }
        return AWSPage(items: response.items.items, nextMarker: next, unreadable: response.items.unreadable)
    }

    private func pages<Item: Sendable>(
        _ operation: String, _ fetch: @escaping @Sendable (String?) async throws -> AWSPage<Item>
    ) -> AWSPages<Item> {
        let scope = transport.scope
        return AWSPages(naming: { $0.during(.organizations, operation, scope: scope) }, fetch)
    }
}

/// A page of a list in a response of Organizations.
protocol OrganizationsPage: Decodable {
    associatedtype Item: Decodable & Sendable
    var items: ReadItems<Item> { get }
    var nextToken: String? { get }
}

struct ListAccountsResponse: OrganizationsPage {
    let items: ReadItems<OrganizationAccount>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case items = "Accounts"
        case nextToken = "NextToken"
    }
}

struct ListUnitsResponse: OrganizationsPage {
    let items: ReadItems<OrganizationalUnit>
    let nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case items = "OrganizationalUnits"
        case nextToken = "NextToken"
    }
}

struct DescribeOrganizationResponse: Decodable {
    let organization: Organization

    private enum CodingKeys: String, CodingKey {
        case organization = "Organization"
    }
}
