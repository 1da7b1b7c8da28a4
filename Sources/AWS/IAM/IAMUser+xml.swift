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
