# What the function may do; Docs/permissions.md says why. The member roles trust this role and no other.

locals {
  # As `relevo init` prints it, with this deployment's partition and role names.
  hub_policy = jsondecode(templatefile("${path.module}/../../policies/RelevoHub.json", { Partition = local.partition }))

  hub_statements = [
    for statement in local.hub_policy.Statement : merge(statement, {
      Resource = [
        for resource in statement.Resource :
        replace(replace(resource, "role/RelevoAudit", "role/${var.audit_role}"), "role/RelevoEnforce", "role/${var.enforce_role}")
      ]
    })
    if statement.Sid == "AssumeRoles"
    || statement.Sid == "ListAccounts" && var.organization
    || statement.Sid == "ListAccountsOfUnits" && var.organization && var.organization_units
  ]

  slack_place = split(":", var.slack_token)[0]
  # Without the key within the secret (NAME#KEY).
  slack_name = split("#", substr(var.slack_token, length(local.slack_place) + 1, -1))[0]

  # Secrets Manager adds a hyphen and six random characters to the name.
  slack_secret = startswith(local.slack_name, "arn:") ? local.slack_name : "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${local.slack_name}-??????"

  parameter_prefix = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter"
  parameters = concat(
    local.slack_place == "ssm" ? [local.slack_name] : [],
    var.configuration != null ? [one(aws_ssm_parameter.configuration[*].name)] : compact([var.configuration_parameter]),
  )
}

data "aws_iam_policy_document" "function_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "function" {
  source_policy_documents = [jsonencode({ Version = local.hub_policy.Version, Statement = local.hub_statements })]

  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }

  # TransactWriteItems needs no permission of its own: AWS checks those of its parts.
  statement {
    sid = "UseLedger"
    actions = [
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
    ]
    resources = [aws_dynamodb_table.ledger.arn]
  }

  dynamic "statement" {
    for_each = length(local.parameters) > 0 ? [local.parameters] : []

    content {
      sid       = "ReadParameters"
      actions   = ["ssm:GetParameter"]
      resources = [for name in statement.value : startswith(name, "arn:") ? name : "${local.parameter_prefix}/${trimprefix(name, "/")}"]
    }
  }

  dynamic "statement" {
    for_each = local.slack_place == "secretsmanager" ? [local.slack_secret] : []

    content {
      sid       = "ReadSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = var.create_slack_secret ? aws_secretsmanager_secret.slack[*].arn : [statement.value]
    }
  }

  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [var.kms_key_arns] : []

    content {
      sid       = "Decrypt"
      actions   = ["kms:Decrypt"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in ["ssm", "secretsmanager"] : "${service}.${local.region}.${data.aws_partition.current.dns_suffix}"]
      }
    }
  }
}

resource "aws_iam_role" "function" {
  name                 = "${var.name}-hub"
  description          = "Relevo's function: assumes the roles in the accounts, and keeps the ledger."
  assume_role_policy   = data.aws_iam_policy_document.function_trust.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "function" {
  name   = "relevo"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}
