variable "hub_principal" {
  description = "ARN of the role that Relevo runs as (output `hub_principal` of the module `hub`). It must exist already."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9/_+=,.@-]+$", var.hub_principal))
    error_message = "The principal must be a role's ARN, such as arn:aws:iam::111111111111:role/relevo-hub."
  }
}

variable "operator_principals" {
  description = "ARNs of roles of people who run Relevo's commands from their own machines, such as `relevo restore`. They may assume both roles, with the external id."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.operator_principals : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9/_+=,.@-]+$", arn))])
    error_message = "Each must be a role's ARN, such as arn:aws:iam::111111111111:role/platform-oncall."
  }
}

variable "external_id" {
  description = "The external id that the roles require: `accounts.external-id` in the configuration."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id)) && length(var.external_id) >= 2 && length(var.external_id) <= 1224
    error_message = "The external id must have 2 to 1224 letters, digits and _+=,.@:/-."
  }
}

variable "enforce" {
  description = "Whether to create the role that deactivates keys; only mode enforce needs it."
  type        = bool
  default     = true
}

variable "audit_role" {
  description = "Name of the role that reads (`accounts.audit-role`)."
  type        = string
  default     = "RelevoAudit"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.audit_role))
    error_message = "A role's name has 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "enforce_role" {
  description = "Name of the role that deactivates keys (`accounts.enforce-role`)."
  type        = string
  default     = "RelevoEnforce"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.enforce_role))
    error_message = "A role's name has 1 to 64 letters, digits and _+=,.@-."
  }
}

variable "protected" {
  description = "ARN patterns of users whose keys the role may never change, as in `policy.protected`."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.protected : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|\\*):user/.+$", arn))])
    error_message = "Each entry must be a user's ARN or a pattern of such ARNs, such as arn:aws:iam::*:user/break-glass/*."
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

variable "forward_events" {
  description = "Whether IAM's events about keys are sent to `event_bus_arn`. Not in the hub's own account, because the hub sends its own."
  type        = bool
  default     = false

  validation {
    condition     = !var.forward_events || var.event_bus_arn != null
    error_message = "Give event_bus_arn, the bus that the events are sent to."
  }
}

variable "event_bus_arn" {
  description = "ARN of the hub's bus (output `event_bus_arn` of the module `hub`), for `forward_events`."
  type        = string
  default     = null

  validation {
    condition     = var.event_bus_arn == null || can(regex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/.+$", var.event_bus_arn))
    error_message = "The bus must be an event bus's ARN."
  }
}

variable "tags" {
  description = "Tags for all resources."
  type        = map(string)
  default     = {}
}
