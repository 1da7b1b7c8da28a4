/// The policies of the two roles and of the role or user that Relevo runs as.
struct RolePolicies {
    static let audit = "RelevoAudit"
    static let enforce = "RelevoEnforce"

    let answers: SetupAnswers

    var auditPolicy: PolicyDocument {
        PolicyDocument(statements: [
            PolicyDocument.Statement(
                sid: "ReadUsersAndKeys", actions: Permission.audit.map(\.action), resources: ["*"])
        ])
    }

    var enforcePolicy: PolicyDocument {
        let users = "arn:\(answers.partition):iam::*:user/*"
        let allowed = PolicyDocument.Statement(
            sid: "DeactivateKeys", actions: Permission.enforce.map(\.action), resources: [users])
        guard !answers.protectedARNs.isEmpty else { return PolicyDocument(statements: [allowed]) }
        // The gate protects these users; here AWS does as well, independently of the configuration.
        let never = PolicyDocument.Statement(
            sid: "DenyProtectedUsers", effect: .deny, actions: ["iam:UpdateAccessKey"], resources: answers.protectedARNs
        )
        return PolicyDocument(statements: [allowed, never])
    }

    var hubPolicy: PolicyDocument {
        var statements = [
            PolicyDocument.Statement(
                sid: "AssumeRoles", actions: ["sts:AssumeRole"],
                resources: [Self.audit, Self.enforce].map { "arn:\(answers.partition):iam::*:role/\($0)" })
        ]
        if answers.accounts == .organization {
            statements += [
                PolicyDocument.Statement(
                    sid: "ListAccounts", actions: Permission.hubAccounts.map(\.action), resources: ["*"]),
                PolicyDocument.Statement(
                    sid: "ListAccountsOfUnits", actions: Permission.hubUnits.map(\.action), resources: ["*"]),
            ]
        }
        return PolicyDocument(statements: statements)
    }

    var trustPolicy: TrustPolicy { TrustPolicy(principal: answers.hubPrincipal, externalID: answers.externalID) }
}

/// An AWS action that Relevo calls; Docs/permissions.md lists the same ones.
struct Permission: Hashable, Sendable {
    let action: String
    let purpose: String

    /// What `RelevoAudit` may do. The report and the account's details support only the resource `*`.
    static let audit = [
        Permission(action: "iam:GenerateCredentialReport", purpose: "asks IAM to make the credential report"),
        Permission(action: "iam:GetCredentialReport", purpose: "reads it: what changed since the last scan"),
        Permission(action: "iam:GetAccountAuthorizationDetails", purpose: "reads users with their tags"),
        Permission(action: "iam:ListAccessKeys", purpose: "reads each key's id, status and date of creation"),
        Permission(action: "iam:GetAccessKeyLastUsed", purpose: "reads when a due key was last used"),
        Permission(
            action: "cloudtrail:LookupEvents", purpose: "reads who created or reactivated a key, and what uses one"),
        Permission(
            action: "cloudtrail:DescribeTrails",
            purpose: "on Lambda: `doctor` checks that AWS can report new keys at once"),
    ]

    /// What `RelevoEnforce` may do, on users only; each session is narrowed to one user.
    static let enforce = [
        Permission(
            action: "iam:UpdateAccessKey", purpose: "sets a key to Inactive, and in `relevo restore` to Active again"),
        Permission(action: "iam:ListAccessKeys", purpose: "reads the key again just before the call"),
        Permission(action: "iam:GetUser", purpose: "reads the user's tags again just before the call"),
        Permission(action: "iam:GetAccessKeyLastUsed", purpose: "reads the key's last use just before the call"),
    ]

    static let hubAccounts = [
        Permission(action: "organizations:ListAccounts", purpose: "finds the accounts")
    ]

    /// Only with units (`ou-…`) in `accounts.include` or `accounts.exclude`.
    static let hubUnits = [
        Permission(action: "organizations:ListAccountsForParent", purpose: "finds a unit's accounts"),
        Permission(action: "organizations:ListOrganizationalUnitsForParent", purpose: "finds the units within a unit"),
    ]
}
