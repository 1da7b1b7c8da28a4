/// The policies of the two roles and of whoever Relevo runs as, from what it was told and what it calls.
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
            sid: "SwitchKeysOff", actions: Permission.enforce.map(\.action), resources: [users])
        guard !answers.protectedARNs.isEmpty else { return PolicyDocument(statements: [allowed]) }
        // The gate leaves these alone by itself; here AWS does too, whatever the configuration says.
        let never = PolicyDocument.Statement(
            sid: "NeverTheProtected", effect: .deny, actions: ["iam:UpdateAccessKey"], resources: answers.protectedARNs)
        return PolicyDocument(statements: [allowed, never])
    }

    var hubPolicy: PolicyDocument {
        var statements = [
            PolicyDocument.Statement(
                sid: "EnterAccounts", actions: ["sts:AssumeRole"],
                resources: [Self.audit, Self.enforce].map { "arn:\(answers.partition):iam::*:role/\($0)" })
        ]
        if answers.accounts == .organization {
            statements += [
                PolicyDocument.Statement(
                    sid: "FindAccounts", actions: Permission.hubAccounts.map(\.action), resources: ["*"]),
                PolicyDocument.Statement(
                    sid: "FindAccountsOfUnits", actions: Permission.hubUnits.map(\.action), resources: ["*"]),
            ]
        }
        return PolicyDocument(statements: statements)
    }

    var trustPolicy: TrustPolicy { TrustPolicy(principal: answers.hubPrincipal, externalID: answers.externalID) }
}

/// One action of AWS's that Relevo calls; Docs/permissions.md says the same to people.
struct Permission: Hashable, Sendable {
    let action: String
    let purpose: String

    /// What `RelevoAudit` may do. The report and the account's details know no resource but `*`.
    static let audit = [
        Permission(action: "iam:GenerateCredentialReport", purpose: "asks IAM to make the credential report"),
        Permission(action: "iam:GetCredentialReport", purpose: "reads it: what changed since the last scan"),
        Permission(action: "iam:GetAccountAuthorizationDetails", purpose: "reads users with their tags"),
        Permission(action: "iam:ListAccessKeys", purpose: "reads each key's id, status and date of creation"),
        Permission(action: "iam:GetAccessKeyLastUsed", purpose: "reads when a due key was last used"),
        Permission(action: "cloudtrail:LookupEvents", purpose: "reads who made a new key or switched one on again"),
    ]

    /// What `RelevoEnforce` may do, on users only; a session of it is narrowed to one user.
    static let enforce = [
        Permission(
            action: "iam:UpdateAccessKey", purpose: "sets a key to Inactive, and in `relevo restore` to Active again"),
        Permission(action: "iam:ListAccessKeys", purpose: "reads the key again just before"),
        Permission(action: "iam:GetUser", purpose: "reads the user's tags again just before"),
        Permission(action: "iam:GetAccessKeyLastUsed", purpose: "reads the key's last use just before"),
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
