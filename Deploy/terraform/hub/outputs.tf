output "hub_principal" {
  description = "ARN of the function's role, which the roles in the accounts trust (`hub_principal` of the module `member`)."
  value       = aws_iam_role.function.arn
}

output "ledger" {
  description = "What the configuration's `ledger` must be, also for the command line."
  value       = "dynamodb:${aws_dynamodb_table.ledger.name}"
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.relevo.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.relevo.arn
}

output "state_machine_arn" {
  description = "ARN of the state machine: `aws stepfunctions start-execution --state-machine-arn …` starts a run by hand."
  value       = aws_sfn_state_machine.run.arn
}

output "table_name" {
  description = "Name of the ledger's table."
  value       = aws_dynamodb_table.ledger.name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.function.name
}

output "alarm_topic_arn" {
  description = "ARN of the topic that the alarms are published to."
  value       = local.alarm_topic_arn
}

output "configuration_parameter" {
  description = "Name of the SSM parameter that holds the configuration; null if it is in the zip."
  value       = local.configuration_parameter
}

output "slack_secret_arn" {
  description = "ARN of the created secret for the Slack token; null if none was created."
  value       = one(aws_secretsmanager_secret.slack[*].arn)
}

output "event_bus_arn" {
  description = "ARN of the bus that the members' IAM events go to (`event_bus_arn` of the module `member`); null without `iam_events`."
  value       = one(aws_cloudwatch_event_bus.relevo[*].arn)
}
