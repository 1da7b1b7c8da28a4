package import FoundationEssentials

/// An IAM user, with the details that the call returned.
package struct IAMUser: Sendable, Equatable {
    package let path: String
    package let name: String
    /// `AIDA…`; it stays when the user is renamed, and is never reused.
    package let id: String
    package let arn: String
    package let createDate: Date
    package let tags: [IAMTag]
    /// The names of its groups; empty from GetUser, which doesn't return them.
    package let groups: [String]
    /// The names of the managed policies attached to it; empty from GetUser.
    package let attachedPolicies: [String]
    package let permissionsBoundary: String?
    /// From GetUser only; nil also if the user has never used a password.
    package let passwordLastUsed: Date?

    package init(
        path: String, name: String, id: String, arn: String, createDate: Date, tags: [IAMTag] = [],
        groups: [String] = [], attachedPolicies: [String] = [], permissionsBoundary: String? = nil,
        passwordLastUsed: Date? = nil
    ) {
        self.path = path
        self.name = name
        self.id = id
        self.arn = arn
        self.createDate = createDate
        self.tags = tags
        self.groups = groups
        self.attachedPolicies = attachedPolicies
        self.permissionsBoundary = permissionsBoundary
        self.passwordLastUsed = passwordLastUsed
    }
}

extension IAMUser {
    init(_ element: XMLElement) throws(XMLError) {
        var tags: [IAMTag] = []
        for tag in element.members(of: "Tags") {
            tags.append(IAMTag(key: try tag.required("Key"), value: tag.text(at: "Value") ?? ""))
        }
        var policies: [String] = []
        for policy in element.members(of: "AttachedManagedPolicies") {
            policies.append(try policy.required("PolicyName"))
        }
        self.init(
            path: element.optional("Path") ?? "/", name: try element.required("UserName"),
            id: try element.required("UserId"), arn: try element.required("Arn"),
            createDate: try element.requiredDate("CreateDate"), tags: tags,
            groups: element.members(of: "GroupList").map(\.text), attachedPolicies: policies,
            permissionsBoundary: element["PermissionsBoundary"]?.optional("PermissionsBoundaryArn"),
            passwordLastUsed: try element.optionalDate("PasswordLastUsed"))
    }
}

/// A tag as IAM stores it: keys keep their case, but two keys never differ in case alone.
package struct IAMTag: Sendable, Equatable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// An MFA device of a user.
package struct IAMMFADevice: Sendable, Equatable {
    package let userName: String
    /// An ARN for virtual devices.
    package let serialNumber: String
    package let enableDate: Date

    package init(userName: String, serialNumber: String, enableDate: Date) {
        self.userName = userName
        self.serialNumber = serialNumber
        self.enableDate = enableDate
    }
}

extension IAMClient {
    /// One page of the account's users with their tags, groups and policies.
    ///
    /// - Parameters:
    ///   - filter: the entity types that AWS includes; only users are decoded here.
    ///   - maxItems: 1–1,000; AWS may send fewer.
    ///   - marker: from the previous page; nil for the first.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>
    package func getAccountAuthorizationDetails(
        filter: [String] = ["User"], maxItems: Int = 1_000, marker: String? = nil
    ) async throws -> AWSPage<IAMUser> {
        try await call("GetAccountAuthorizationDetails") { parameters in
            parameters.add("Filter", members: filter)
            parameters.add("MaxItems", maxItems)
            parameters.add("Marker", ifPresent: marker)
        } read: { result in
            try page(result, "UserDetailList", after: marker) { try IAMUser($0) }
        }
    }

    /// The account's users, page by page.
    package func accountUsers(maxItems: Int = 1_000) -> AWSPages<IAMUser> {
        pages("GetAccountAuthorizationDetails") { marker in
            try await getAccountAuthorizationDetails(maxItems: maxItems, marker: marker)
        }
    }

    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html>
    package func getUser(userName: String) async throws -> IAMUser {
        try await call("GetUser", of: userName) { result in
            guard let user = result["User"] else { throw XMLError.missing(element: "GetUserResult/User") }
            return try IAMUser(user)
        }
    }

    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html>
    package func listMFADevices(userName: String, marker: String? = nil) async throws -> AWSPage<IAMMFADevice> {
        try await call("ListMFADevices", of: userName, marker: marker) { result in
            try page(result, "MFADevices", after: marker) { member in
                IAMMFADevice(
                    userName: userName, serialNumber: try member.required("SerialNumber"),
                    enableDate: try member.requiredDate("EnableDate"))
            }
        }
    }

    /// All MFA devices of a user, from all pages.
    package func mfaDevices(userName: String) async throws -> [IAMMFADevice] {
        try await pages("ListMFADevices") { try await listMFADevices(userName: userName, marker: $0) }.all()
    }
}
