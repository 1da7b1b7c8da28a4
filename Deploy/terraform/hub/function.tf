# The one function, and its log.

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name

  configuration_parameter = var.configuration == null ? var.configuration_parameter : one(aws_ssm_parameter.configuration[*].name)
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "relevo" {
  function_name    = var.name
  description      = "Watches the age of IAM access keys: the stages of Relevo's daily run, and IAM's events."
  role             = aws_iam_role.function.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "bootstrap"
  runtime          = "provided.al2023"
  architectures    = [var.architecture]
  memory_size      = var.memory_size
  timeout          = var.timeout
  tags             = var.tags

  environment {
    variables = merge(
      var.environment,
      { RELEVO_METRICS = var.metrics ? "on" : "off" },
      local.configuration_parameter == null ? {} : { RELEVO_CONFIG = local.configuration_parameter },
    )
  }

  # Without its policy the first call would fail, and without the group Lambda would make one that keeps logs for ever.
  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}
