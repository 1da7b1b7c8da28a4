import FoundationEssentials

/// Reads from IAM; nothing here changes anything.
///
/// Every call that takes a user name sends one: without it IAM answers about the
/// caller's own user. <https://docs.aws.amazon.com/IAM/latest/APIReference/>
package struct IAMClient: Sendable {
    let transport: AWSTransport

    package init(_ transport: AWSTransport) { self.transport = transport }

    /// Asks for a credential report to be made; AWS makes one in four hours at most, and keeps it.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html>
    package func generateCredentialReport() async throws -> CredentialReportState {
        try await call("GenerateCredentialReport") { result in
            CredentialReportState(
                state: try result.required("State"),
                description: result.optional("Description").map { ForeignText.cleaned($0) })
        }
    }

    /// The report AWS keeps. `ReportNotPresent`, `ReportExpired` and `ReportInProgress` are
    /// the codes of the errors that mean: ask for one, or wait.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html>
    package func getCredentialReport() async throws -> CredentialReport {
        try await call("GetCredentialReport") { result in
            let encoded = try result.required("Content")
            guard let content = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
                throw XMLError.unreadable(element: "GetCredentialReportResult/Content")
            }
            return CredentialReport(
                content: Array(content), generatedTime: try result.requiredDate("GeneratedTime"))
        }
    }

    /// One page of the account's users with their tags, groups and policies.
    ///
    /// - Parameters:
    ///   - filter: which kinds of thing AWS puts on the pages; only users are read here.
    ///   - maxItems: 1–1,000; AWS may send fewer.
    ///   - marker: from the page before; nil for the first.
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

    /// The same, page after page.
    package func accountUsers(maxItems: Int = 1_000) -> AWSPages<IAMUser> {
        pages("GetAccountAuthorizationDetails") { marker in
            try await getAccountAuthorizationDetails(maxItems: maxItems, marker: marker)
        }
    }

    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html>
    package func listAccessKeys(userName: String, marker: String? = nil) async throws -> AWSPage<IAMAccessKey> {
        try await call("ListAccessKeys", of: userName, marker: marker) { result in
            try page(result, "AccessKeyMetadata", after: marker) { member in
                // A page about somebody else must not pass for this user's keys.
                guard member.optional("UserName") ?? userName == userName else {
                    throw AWSError.garbage("the answer lists the keys of another user")
                }
                return IAMAccessKey(
                    userName: userName, id: try member.required("AccessKeyId"), status: try member.required("Status"),
                    createDate: try member.requiredDate("CreateDate"))
            }
        }
    }

    /// All keys of a user, all pages read.
    package func accessKeys(userName: String) async throws -> [IAMAccessKey] {
        try await pages("ListAccessKeys") { try await listAccessKeys(userName: userName, marker: $0) }.all()
    }

    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html>
    package func getAccessKeyLastUsed(accessKeyID: String) async throws -> IAMAccessKeyLastUse {
        try Self.check(accessKeyID, "an access key id")
        return try await call("GetAccessKeyLastUsed") {
            $0.add("AccessKeyId", accessKeyID)
        } read: { result in
            let last = result["AccessKeyLastUsed"] ?? XMLElement(name: "AccessKeyLastUsed")
            func told(_ name: String) -> String? { last.optional(name).flatMap { $0 == "N/A" ? nil : $0 } }
            return IAMAccessKeyLastUse(
                userName: try result.required("UserName"), date: try last.optionalDate("LastUsedDate"),
                service: told("ServiceName"), region: told("Region"))
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

    /// All MFA devices of a user, all pages read.
    package func mfaDevices(userName: String) async throws -> [IAMMFADevice] {
        try await pages("ListMFADevices") { try await listMFADevices(userName: userName, marker: $0) }.all()
    }
}
