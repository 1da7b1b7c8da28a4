/// Both roles as a CloudFormation template, for a StackSet over all accounts.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
struct StackSetTemplate {
    let answers: SetupAnswers

    private var policies: RolePolicies { RolePolicies(answers: answers) }

    var text: String {
        """
        # The two roles that Relevo assumes in every account. Roles are global: deploy to one region only.
        # A service-managed StackSet leaves out the management account: give that one a stack of its own.
        AWSTemplateFormatVersion: "2010-09-09"
        Description: The roles through which Relevo reads IAM users and their access keys, and deactivates keys.
        Parameters:
          HubPrincipal:
            Type: String
            Description: Who may assume the roles, the ARN of a role, a user or an account's root.
            AllowedPattern: ^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9/_+=,.@-]+)$
            Default: "\(answers.hubPrincipal)"
          ExternalId:
            Type: String
            Description: The external id that the roles require, accounts.external-id in relevo.yaml.
            AllowedPattern: ^[A-Za-z0-9_+=,.@:/-]{2,1224}$
            Default: "\(answers.externalID)"
          Enforce:
            Type: String
            Description: Whether to create the role that deactivates keys; only mode enforce needs it.
            AllowedValues: ["true", "false"]
            Default: "true"
        Conditions:
          WithEnforce:
            Fn::Equals: [{Ref: Enforce}, "true"]
        Resources:
        \(role(RolePolicies.audit, "Reads IAM users and their access keys for Relevo.", policies.auditPolicy))
        \(role(
            RolePolicies.enforce, "Deactivates access keys for Relevo.", policies.enforcePolicy,
            condition: "WithEnforce"))
        """
    }

    private func role(
        _ name: String, _ description: String, _ policy: PolicyDocument, condition: String? = nil
    ) -> String {
        let head = ["  \(name):", "    Type: AWS::IAM::Role"] + (condition.map { ["    Condition: \($0)"] } ?? [])
        let rest = """
                Properties:
                  RoleName: \(name)
                  Description: \(description)
                  MaxSessionDuration: 3600
                  AssumeRolePolicyDocument:
                    Version: "\(PolicyDocument.version)"
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: {Ref: HubPrincipal}}
                        Action: sts:AssumeRole
                        Condition: {StringEquals: {"sts:ExternalId": {Ref: ExternalId}}}
                  Policies:
                    - PolicyName: \(name)
                      PolicyDocument:
                        Version: "\(PolicyDocument.version)"
                        Statement:
            \(policy.statements.map(statement).joined(separator: "\n"))

            """
        return (head + [rest]).joined(separator: "\n")
    }

    private func statement(_ statement: PolicyDocument.Statement) -> String {
        let margin = "              "
        let lines =
            [
                "- Sid: \(statement.sid)", "  Effect: \(statement.effect.rawValue)", "  Action:",
            ] + statement.actions.map { "    - \($0)" } + ["  Resource:"] + statement.resources.map(resource)
        return lines.map { margin + $0 }.joined(separator: "\n")
    }

    private func resource(_ resource: String) -> String {
        let prefix = "arn:\(answers.partition):"
        guard resource.hasPrefix(prefix) else { return "    - \"\(resource)\"" }
        return "    - Fn::Sub: \"arn:${AWS::Partition}:\(resource.dropFirst(prefix.count))\""
    }
}
