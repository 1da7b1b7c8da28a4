# Sends IAM's events about access keys to the hub's bus. They arrive on the default bus of IAM's home Region only.

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  iam_home_regions = {
    aws        = "us-east-1"
    aws-cn     = "cn-north-1"
    aws-us-gov = "us-gov-west-1"
    aws-eusc   = "eusc-de-east-1"
  }
  events = var.forward_events ? 1 : 0
}

resource "aws_cloudwatch_event_rule" "forward" {
  count         = local.events
  name          = "relevo-forward-iam-events"
  description   = "Sends IAM's events about access keys to Relevo's bus."
  event_pattern = jsonencode(jsondecode(file("${path.module}/../../iam-events.json")))
  tags          = var.tags

  lifecycle {
    precondition {
      condition     = data.aws_region.current.name == lookup(local.iam_home_regions, local.partition, data.aws_region.current.name)
      error_message = "The module's provider must be in ${lookup(local.iam_home_regions, local.partition, "IAM's home Region")}, where IAM's events arrive. The roles are global."
    }

    precondition {
      condition     = split(":", var.event_bus_arn)[4] != data.aws_caller_identity.current.account_id
      error_message = "The bus is in this account, whose events the module hub sends already: leave forward_events out."
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
      values   = [data.aws_caller_identity.current.account_id]
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
    resources = [var.event_bus_arn]
  }
}

resource "aws_iam_role" "forward" {
  count                = local.events
  name                 = "relevo-forward-events"
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
  count     = local.events
  rule      = aws_cloudwatch_event_rule.forward[0].name
  target_id = "relevo"
  arn       = var.event_bus_arn
  role_arn  = aws_iam_role.forward[0].arn

  depends_on = [aws_iam_role_policy.forward]
}
