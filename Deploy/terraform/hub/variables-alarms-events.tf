# The alarms

variable "create_alarm_topic" {
  description = "Whether to create the SNS topic for the alarms."
  type        = bool
  default     = true

  validation {
    condition     = var.create_alarm_topic != (var.alarm_topic_arn != null)
    error_message = "Either create the topic, or set create_alarm_topic to false and give alarm_topic_arn."
  }
}

variable "alarm_topic_arn" {
  description = "ARN of an existing SNS topic for the alarms, whose policy lets CloudWatch publish, if none is created."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:.+$", var.alarm_topic_arn))
    error_message = "The topic must be an SNS topic's ARN."
  }
}

variable "alarm_emails" {
  description = "E-mail addresses that subscribe to the created topic. Each must confirm the subscription."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "Each entry must be an e-mail address."
  }

  validation {
    condition     = length(var.alarm_emails) == 0 || var.create_alarm_topic
    error_message = "Subscriptions are made only to the topic that this module creates: subscribe to alarm_topic_arn where that is made."
  }
}

variable "did_not_run_hours" {
  description = "Hours without a run that ended well, after which the alarm *did not run* is raised."
  type        = number
  default     = 26

  validation {
    condition     = var.did_not_run_hours >= 2 && var.did_not_run_hours <= 168 && floor(var.did_not_run_hours) == var.did_not_run_hours
    error_message = "The hours must be a whole number from 2 to 168: CloudWatch looks back at most seven days."
  }
}

variable "dashboard" {
  description = "Whether to create a CloudWatch dashboard."
  type        = bool
  default     = false
}

# IAM's events

variable "iam_events" {
  description = "Whether new and reactivated keys are told within minutes, by IAM's events. Needs a CloudTrail trail with management events in each account."
  type        = bool
  default     = true
}

variable "event_organization_id" {
  description = "Organization (`o-…`) whose accounts may send IAM's events to the bus."
  type        = string
  default     = null

  validation {
    condition     = var.event_organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.event_organization_id))
    error_message = "The organization must be an id such as o-a1b2c3d4e5."
  }
}

variable "event_account_ids" {
  description = "Accounts that may send IAM's events to the bus, besides the hub's own and the organization's."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.event_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Each account must be an id of 12 digits."
  }
}
