# IAM's events: from its home Region, and from the members, to a bus in this Region, and from there to the function.

data "aws_region" "iam_home" {
  provider = aws.iam_home
}

locals {
  iam_home_regions = {
    aws        = "us-east-1"
    aws-cn     = "cn-north-1"
    aws-us-gov = "us-gov-west-1"
    aws-eusc   = "eusc-de-east-1"
  }
  event_pattern = jsonencode(jsondecode(file("${path.module}/../../iam-events.json")))
  events        = var.iam_events ? 1 : 0
}

resource "aws_cloudwatch_event_bus" "relevo" {
  count       = local.events
  name        = var.name
  description = "IAM's events about access keys, from all accounts that Relevo watches."
  tags        = var.tags
}

# Only rules can send events of source aws.iam, because PutEvents refuses sources that begin with `aws.`; the rule below
# passes on nothing else.
data "aws_iam_policy_document" "bus" {
  count = local.events

  dynamic "statement" {
    for_each = var.event_organization_id == null ? [] : [var.event_organization_id]

    content {
      sid       = "Organization"
      actions   = ["events:PutEvents"]
      resources = aws_cloudwatch_event_bus.relevo[*].arn

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = [statement.value]
      }
    }
  }

  statement {
    sid       = "Accounts"
    actions   = ["events:PutEvents"]
    resources = aws_cloudwatch_event_bus.relevo[*].arn

    principals {
      type        = "AWS"
      identifiers = [for id in sort(setunion([local.account], var.event_account_ids)) : "arn:${local.partition}:iam::${id}:root"]
    }
  }
}

resource "aws_cloudwatch_event_bus_policy" "relevo" {
  count          = local.events
  event_bus_name = aws_cloudwatch_event_bus.relevo[0].name
  policy         = data.aws_iam_policy_document.bus[0].json
}

resource "aws_cloudwatch_event_rule" "function" {
  count          = local.events
  name           = "${var.name}-iam-events"
  description    = "Gives IAM's events about access keys to Relevo."
  event_bus_name = aws_cloudwatch_event_bus.relevo[0].name
  event_pattern  = local.event_pattern
  tags           = var.tags
}

resource "aws_lambda_permission" "events" {
  count          = local.events
  statement_id   = "iam-events"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.relevo.function_name
  principal      = "events.amazonaws.com"
  source_arn     = aws_cloudwatch_event_rule.function[0].arn
  source_account = local.account
}

resource "aws_cloudwatch_event_target" "function" {
  count          = local.events
  rule           = aws_cloudwatch_event_rule.function[0].name
  event_bus_name = aws_cloudwatch_event_bus.relevo[0].name
  target_id      = "function"
  arn            = aws_lambda_function.relevo.arn

  # An event older than a day has been told by a run.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_lambda_permission.events]
}

# EventBridge hands an event over at once; Lambda then calls the function, and repeats a call that fails.
resource "aws_lambda_function_event_invoke_config" "events" {
  count                        = local.events
  function_name                = aws_lambda_function.relevo.function_name
  maximum_event_age_in_seconds = 21600
  maximum_retry_attempts       = 2
}

# The hop from IAM's home Region, also where that is the hub's own: IAM's events arrive on the default bus.

resource "aws_cloudwatch_event_rule" "forward" {
  provider      = aws.iam_home
  count         = local.events
  name          = "${var.name}-forward-iam-events"
  description   = "Sends IAM's events about access keys to Relevo's bus."
  event_pattern = local.event_pattern
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = data.aws_region.iam_home.name == lookup(local.iam_home_regions, local.partition, data.aws_region.iam_home.name)
      error_message = "The provider aws.iam_home must be in ${lookup(local.iam_home_regions, local.partition, "IAM's home Region")}, where IAM's events arrive."
    }
  }
}

data "aws_iam_policy_document" "forward_trust" {
  count = local.events

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = aws_cloudwatch_event_rule.forward[*].arn
    }
  }
}

data "aws_iam_policy_document" "forward" {
  count = local.events

  statement {
    sid       = "SendEvents"
    actions   = ["events:PutEvents"]
    resources = aws_cloudwatch_event_bus.relevo[*].arn
  }
}

resource "aws_iam_role" "forward" {
  count                = local.events
  name                 = "${var.name}-forward"
  description          = "Sends IAM's events about access keys to Relevo's bus."
  assume_role_policy   = data.aws_iam_policy_document.forward_trust[0].json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "forward" {
  count  = local.events
  name   = "relevo"
  role   = aws_iam_role.forward[0].id
  policy = data.aws_iam_policy_document.forward[0].json
}

resource "aws_cloudwatch_event_target" "forward" {
  provider  = aws.iam_home
  count     = local.events
  rule      = aws_cloudwatch_event_rule.forward[0].name
  target_id = "relevo"
  arn       = aws_cloudwatch_event_bus.relevo[0].arn
  role_arn  = aws_iam_role.forward[0].arn

  depends_on = [aws_iam_role_policy.forward]
}
