# Off by default: an account's first three dashboards are free, and each further one costs.

locals {
  runs = ["AWS/States", "ExecutionsSucceeded", "StateMachineArn", aws_sfn_state_machine.run.arn]

  own_widgets = [
    {
      type = "metric", width = 12, height = 6
      properties = {
        title   = "Runs"
        region  = local.region
        stat    = "Sum"
        period  = 86400
        metrics = [local.runs, ["AWS/States", "ExecutionsFailed", local.runs[2], local.runs[3]], ["AWS/States", "ExecutionsTimedOut", local.runs[2], local.runs[3]]]
      }
    },
    {
      type = "metric", width = 12, height = 6
      properties = {
        title   = "Longest run (ms)"
        region  = local.region
        stat    = "Maximum"
        period  = 86400
        metrics = [["AWS/States", "ExecutionTime", local.runs[2], local.runs[3]]]
      }
    },
    {
      type = "metric", width = 12, height = 6
      properties = {
        title   = "Calls of the function"
        region  = local.region
        stat    = "Sum"
        period  = 86400
        metrics = [for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", aws_lambda_function.relevo.function_name]]
      }
    },
    {
      type = "metric", width = 12, height = 6
      properties = {
        title   = "Units of the table"
        region  = local.region
        stat    = "Sum"
        period  = 86400
        metrics = [for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] : ["AWS/DynamoDB", metric, "TableName", aws_dynamodb_table.ledger.name]]
      }
    },
  ]

  # What the function writes with `metrics`; Sources/LambdaFunction/Output/MetricsLog.swift has the names.
  custom_metrics = {
    "Keys"                                 = { stat = "Maximum", names = ["KeysWatched", "KeysDue", "KeysOverMaximum"] }
    "What was done"                        = { stat = "Sum", names = ["NoticesDelivered", "KeysDeactivated"] }
    "To look at"                           = { stat = "Maximum", names = ["AccountsUnknown", "Problems"] }
    "Age of the oldest engineer's key (d)" = { stat = "Maximum", names = ["OldestEngineerKeyDays"] }
  }

  custom_widgets = concat(
    [
      for title, shown in local.custom_metrics : {
        type = "metric", width = 12, height = 6
        properties = {
          title   = title
          region  = local.region
          stat    = shown.stat
          period  = 86400
          metrics = [for name in shown.names : ["Relevo", name]]
        }
      }
    ],
    [
      {
        type = "metric", width = 24, height = 6
        properties = {
          title   = "Held, by reason"
          region  = local.region
          metrics = [[{ expression = "SEARCH('{Relevo,Reason} MetricName=\"KeysHeld\"', 'Maximum', 86400)" }]]
        }
      },
    ],
  )
}

resource "aws_cloudwatch_dashboard" "relevo" {
  count          = var.dashboard ? 1 : 0
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat(local.own_widgets, [for widget in local.custom_widgets : widget if var.metrics]) })
}
