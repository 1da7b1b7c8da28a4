# The accounts

variable "organization" {
  description = "Whether Relevo finds the accounts through AWS Organizations (`accounts.organization: true`)."
  type        = bool
  default     = true
}

variable "organization_units" {
  description = "Whether the configuration names organizational units (`ou-…`) in `accounts.include` or `accounts.exclude`."
  type        = bool
  default     = false
}

variable "audit_role" {
  description = "Name of the role that reads, in every account (`accounts.audit-role`)."
  type        = string
  default     = "RelevoAudit"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.audit_role))
    error_message = "A role's name has 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "enforce_role" {
  description = "Name of the role that deactivates keys, in every account (`accounts.enforce-role`)."
  type        = string
  default     = "RelevoEnforce"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.enforce_role))
    error_message = "A role's name has 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "scan_concurrency" {
  description = "How many accounts are scanned at the same time. Each is one concurrent call of the function."
  type        = number
  default     = 20

  validation {
    condition     = var.scan_concurrency >= 1 && var.scan_concurrency <= 40 && floor(var.scan_concurrency) == var.scan_concurrency
    error_message = "The number must be a whole number from 1 to 40: Step Functions runs at most 40 iterations of such a Map at the same time."
  }
}

variable "permissions_boundary" {
  description = "ARN of a policy that bounds the permissions of all roles."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "The boundary must be a policy's ARN."
  }
}

# The schedule

variable "schedule" {
  description = "When the run starts, as an expression of EventBridge Scheduler."
  type        = string
  default     = "cron(30 9 * * ? *)"

  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.schedule))
    error_message = "The schedule must be cron(…) or rate(…)."
  }
}

variable "time_zone" {
  description = "Time zone of the schedule, such as `America/Lima`."
  type        = string
  default     = "UTC"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$", var.time_zone))
    error_message = "The time zone must be a name such as America/Lima or UTC."
  }
}

variable "schedule_enabled" {
  description = "Whether the schedule starts runs. Without it, runs are started by hand, and there is no alarm *did not run*."
  type        = bool
  default     = true
}

# The table

variable "deletion_protection" {
  description = "Whether the table is protected from deletion. The ledger is in it: set this to false only to remove Relevo."
  type        = bool
  default     = true
}
