# The configuration as a parameter, and the container of the Slack token. Terraform's state has the whole configuration,
# so the variable refuses one with a secret.

locals {
  configuration_bytes = var.configuration == null ? 0 : length(base64encode(var.configuration)) * 3 / 4 - length(regexall("=", base64encode(var.configuration)))
}

resource "aws_ssm_parameter" "configuration" {
  count       = var.configuration == null ? 0 : 1
  name        = "/${var.name}/configuration"
  description = "Relevo's configuration. It contains no secrets."
  type        = "String"
  # A standard parameter holds 4 KB and is free.
  tier  = local.configuration_bytes > 4096 ? "Advanced" : "Standard"
  value = var.configuration
  tags  = var.tags

  lifecycle {
    precondition {
      condition     = try(jsondecode(var.configuration).ledger, "") == "dynamodb:${var.name}"
      error_message = "The configuration's ledger must be dynamodb:${var.name}, the table of this module."
    }

    precondition {
      condition     = try(jsondecode(var.configuration).slack.token, "") == var.slack_token
      error_message = "slack_token and the configuration's slack.token must name the same place."
    }
  }
}

# Only the container. Give it its value with `aws secretsmanager put-secret-value`, which Terraform never reads.
resource "aws_secretsmanager_secret" "slack" {
  count       = var.create_slack_secret ? 1 : 0
  name        = local.slack_name
  description = "The token of Relevo's Slack app."
  tags        = var.tags
}
