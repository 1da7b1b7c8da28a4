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
