# Who is told when a run failed, or when there was none.

locals {
  alarm_topic_arn = var.create_alarm_topic ? one(aws_sns_topic.alarms[*].arn) : var.alarm_topic_arn
}

# Not encrypted with AWS's key for SNS: CloudWatch may not use that one. The alarms contain no secrets.
resource "aws_sns_topic" "alarms" {
  count = var.create_alarm_topic ? 1 : 0
  name  = "${var.name}-alarms"
  tags  = var.tags
}

data "aws_iam_policy_document" "alarms" {
  count = var.create_alarm_topic ? 1 : 0

  statement {
    sid       = "PublishAlarms"
    actions   = ["sns:Publish"]
    resources = aws_sns_topic.alarms[*].arn

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*"]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  count  = var.create_alarm_topic ? 1 : 0
  arn    = aws_sns_topic.alarms[0].arn
  policy = data.aws_iam_policy_document.alarms[0].json
}

resource "aws_sns_topic_subscription" "emails" {
  for_each  = var.create_alarm_topic ? var.alarm_emails : []
  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.value
}

# A warning only: somebody may be subscribed in another way, which Terraform can't see.
check "alarm_subscribers" {
  assert {
    condition     = !var.create_alarm_topic || length(var.alarm_emails) > 0
    error_message = "The alarms of ${var.name} may reach nobody: the topic ${var.name}-alarms is created without subscribers. Set alarm_emails, or subscribe to the topic yourself."
  }
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed"
  alarm_description   = "A run of Relevo failed, took too long or was stopped. The execution's history in Step Functions says where; Docs/runbook.md says what to do."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  tags                = var.tags

  metric_query {
    id          = "ended"
    label       = "Runs that didn't end well"
    expression  = "FILL(failed, 0) + FILL(late, 0) + FILL(stopped, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failed = "ExecutionsFailed", late = "ExecutionsTimedOut", stopped = "ExecutionsAborted" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/States"
        metric_name = metric_query.value
        period      = 300
        stat        = "Sum"
        dimensions  = { StateMachineArn = aws_sfn_state_machine.run.arn }
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "did_not_run" {
  count               = var.schedule_enabled ? 1 : 0
  alarm_name          = "${var.name}-did-not-run"
  alarm_description   = "No run of Relevo ended well for ${var.did_not_run_hours} hours. Docs/runbook.md says what to do."
  namespace           = "AWS/States"
  metric_name         = "ExecutionsSucceeded"
  dimensions          = { StateMachineArn = aws_sfn_state_machine.run.arn }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = var.did_not_run_hours
  datapoints_to_alarm = var.did_not_run_hours
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [local.alarm_topic_arn]
  ok_actions          = [local.alarm_topic_arn]
  tags                = var.tags
}

# The next run tells what a dropped event would have told, but a day later.
resource "aws_cloudwatch_metric_alarm" "events_dropped" {
  count               = var.iam_events ? 1 : 0
  alarm_name          = "${var.name}-events-dropped"
  alarm_description   = "An IAM event was dropped: Relevo's function failed for it three times. The next run tells what it was about."
  namespace           = "AWS/Lambda"
  metric_name         = "AsyncEventsDropped"
  dimensions          = { FunctionName = aws_lambda_function.relevo.function_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  tags                = var.tags
}
