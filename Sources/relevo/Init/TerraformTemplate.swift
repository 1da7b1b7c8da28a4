/// Both roles in Terraform, for one account; used as a module or copied.
/// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
struct TerraformTemplate {
    let answers: SetupAnswers

    private var policies: RolePolicies { RolePolicies(answers: answers) }

    var text: String {
        """
        # The two roles that Relevo assumes, for one account: apply this file in every account, including the management
        # account.

        variable "hub_principal" {
          description = "Who may assume the roles: the ARN of a role, a user or an account's root."
          type        = string
          default     = "\(answers.hubPrincipal)"
        }

        variable "external_id" {
          description = "The external id that the roles require: accounts.external-id in relevo.yaml."
          type        = string
          default     = "\(answers.externalID)"
        }

        variable "enforce" {
          description = "Whether to create the role that deactivates keys; only mode enforce needs it."
          type        = bool
          default     = true
        }

        data "aws_partition" "current" {}

        locals {
          trust = jsonencode({
            Version = "\(PolicyDocument.version)"
            Statement = [{
              Effect    = "Allow"
              Principal = { AWS = var.hub_principal }
              Action    = "sts:AssumeRole"
              Condition = { StringEquals = { "sts:ExternalId" = var.external_id } }
            }]
          })
        }

        \(role("audit", RolePolicies.audit, "Reads IAM users and their access keys for Relevo.", policies.auditPolicy))
        \(role(
            "enforce", RolePolicies.enforce, "Deactivates access keys for Relevo.", policies.enforcePolicy,
            isOptional: true))
        """
    }

    private func role(
        _ label: String, _ name: String, _ description: String, _ policy: PolicyDocument, isOptional: Bool = false
    ) -> String {
        let count = isOptional ? "  count                = var.enforce ? 1 : 0\n" : ""
        // As `terraform fmt` aligns it.
        let policyCount = isOptional ? "  count = var.enforce ? 1 : 0\n" : ""
        let gap = isOptional ? " " : ""
        let index = isOptional ? "[0]" : ""
        return """
            resource "aws_iam_role" "\(label)" {
            \(count)  name                 = "\(name)"
              description          = "\(description)"
              max_session_duration = 3600
              assume_role_policy   = local.trust
            }

            resource "aws_iam_role_policy" "\(label)" {
            \(policyCount)  name \(gap)= "\(name)"
              role \(gap)= aws_iam_role.\(label)\(index).id
              policy = jsonencode({
                Version = "\(PolicyDocument.version)"
                Statement = [
            \(policy.statements.map(statement).joined(separator: "\n"))
                ]
              })
            }

            """
    }

    private func statement(_ statement: PolicyDocument.Statement) -> String {
        """
              {
                Sid    = "\(statement.sid)"
                Effect = "\(statement.effect.rawValue)"
                Action = [
        \(list(statement.actions))
                ]
                Resource = [
        \(list(statement.resources.map(resource)))
                ]
              },
        """
    }

    private func list(_ items: [String]) -> String { items.map { "          \"\($0)\"," }.joined(separator: "\n") }

    private func resource(_ resource: String) -> String {
        let prefix = "arn:\(answers.partition):"
        guard resource.hasPrefix(prefix) else { return resource }
        return "arn:${data.aws_partition.current.partition}:\(resource.dropFirst(prefix.count))"
    }
}
