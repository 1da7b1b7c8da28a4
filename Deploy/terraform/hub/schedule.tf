# Starts a run every day.

resource "aws_scheduler_schedule_group" "relevo" {
  name = var.name
  tags = var.tags
}

data "aws_iam_policy_document" "schedule_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    # EventBridge Scheduler gives the group's ARN, not the schedule's.
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [aws_scheduler_schedule_group.relevo.arn]
    }
  }
}

data "aws_iam_policy_document" "schedule" {
  statement {
    sid       = "StartRun"
    actions   = ["states:StartExecution"]
    resources = [aws_sfn_state_machine.run.arn]
  }
}

resource "aws_iam_role" "schedule" {
  name                 = "${var.name}-schedule"
  description          = "Relevo's schedule: starts the state machine."
  assume_role_policy   = data.aws_iam_policy_document.schedule_trust.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "schedule" {
  name   = "relevo"
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}

resource "aws_scheduler_schedule" "run" {
  name                         = var.name
  description                  = "Starts Relevo's run."
  group_name                   = aws_scheduler_schedule_group.relevo.name
  schedule_expression          = var.schedule
  schedule_expression_timezone = var.time_zone
  state                        = var.schedule_enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_sfn_state_machine.run.arn
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({})

    # If Step Functions can't be reached for two hours, the alarm tells, and the next day's run does what is left.
    retry_policy {
      maximum_event_age_in_seconds = 7200
      maximum_retry_attempts       = 20
    }
  }

  depends_on = [aws_iam_role_policy.schedule]
}
