# The two roles that Relevo assumes in this account. Their policies and their trust are what `relevo init` prints.

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  policies  = "${path.module}/../../policies"

  trust_source = jsondecode(templatefile("${local.policies}/trust.json", {
    HubPrincipal = var.hub_principal
    ExternalId   = var.external_id
  }))
  trust = length(var.operator_principals) == 0 ? jsonencode(local.trust_source) : jsonencode(merge(local.trust_source, {
    Statement = [
      for statement in local.trust_source.Statement :
      merge(statement, { Principal = { AWS = concat([var.hub_principal], var.operator_principals) } })
    ]
  }))

  audit_policy = jsonencode(jsondecode(file("${local.policies}/RelevoAudit.json")))

  # The protected users take the place of the one pattern in the file; without any, that statement is left out.
  enforce_source = jsondecode(templatefile("${local.policies}/RelevoEnforce.json", {
    Partition     = local.partition
    ProtectedPath = ""
  }))
  enforce_policy = jsonencode(merge(local.enforce_source, {
    Statement = [
      for statement in local.enforce_source.Statement :
      statement.Effect == "Deny" ? merge(statement, { Resource = var.protected }) : statement
      if statement.Effect == "Allow" || length(var.protected) > 0
    ]
  }))
}

resource "aws_iam_role" "audit" {
  name                 = var.audit_role
  description          = "Reads IAM users and their access keys for Relevo."
  max_session_duration = 3600
  assume_role_policy   = local.trust
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "audit" {
  name   = "RelevoAudit"
  role   = aws_iam_role.audit.id
  policy = local.audit_policy
}

resource "aws_iam_role" "enforce" {
  count                = var.enforce ? 1 : 0
  name                 = var.enforce_role
  description          = "Deactivates access keys for Relevo."
  max_session_duration = 3600
  assume_role_policy   = local.trust
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "enforce" {
  count  = var.enforce ? 1 : 0
  name   = "RelevoEnforce"
  role   = aws_iam_role.enforce[0].id
  policy = local.enforce_policy
}
