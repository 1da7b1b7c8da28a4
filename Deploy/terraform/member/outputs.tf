output "audit_role_arn" {
  description = "ARN of the role that reads."
  value       = aws_iam_role.audit.arn
}

output "enforce_role_arn" {
  description = "ARN of the role that deactivates keys; null without `enforce`."
  value       = one(aws_iam_role.enforce[*].arn)
}
