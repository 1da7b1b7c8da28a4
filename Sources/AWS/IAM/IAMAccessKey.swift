package import FoundationEssentials

/// An access key as ListAccessKeys returns it.
package struct IAMAccessKey: Sendable, Equatable {
    package let userName: String
    package let id: String
    /// `Active`, `Inactive`, `Expired`, or a value that AWS has added since.
    package let status: String
    /// When the key was created; it never changes.
    package let createDate: Date

    package init(userName: String, id: String, status: String, createDate: Date) {
        self.userName = userName
        self.id = id
        self.status = status
        self.createDate = createDate
    }
}

/// The last use of a key, as far as AWS recorded it.
package struct IAMAccessKeyLastUse: Sendable, Equatable {
    /// The user the key belongs to.
    package let userName: String
    /// Nil if AWS has no record of a use; precise to 15 minutes.
    package let date: Date?
    /// For example `s3`; nil if not reported.
    package let service: String?
    /// Nil if not reported, as for S3.
    package let region: String?

    package init(userName: String, date: Date?, service: String?, region: String?) {
        self.userName = userName
        self.date = date
        self.service = service
        self.region = region
    }
}

extension IAMClient {
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html>
    package func listAccessKeys(userName: String, marker: String? = nil) async throws -> AWSPage<IAMAccessKey> {
        try await call("ListAccessKeys", of: userName, marker: marker) { result in
            try page(result, "AccessKeyMetadata", after: marker) { member in
                // A page about another user must not count as this user's keys.
                guard member.optional("UserName") ?? userName == userName else {
                    throw AWSError.malformedResponse("the response lists the keys of another user")
                }
                return IAMAccessKey(
                    userName: userName, id: try member.required("AccessKeyId"), status: try member.required("Status"),
                    createDate: try member.requiredDate("CreateDate"))
            }
        }
    }

    /// All keys of a user, from all pages.
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
            func reported(_ name: String) -> String? { last.optional(name).flatMap { $0 == "N/A" ? nil : $0 } }
            return IAMAccessKeyLastUse(
                userName: try result.required("UserName"), date: try last.optionalDate("LastUsedDate"),
                service: reported("ServiceName"), region: reported("Region"))
        }
    }
}
