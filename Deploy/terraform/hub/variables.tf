variable "package" {
  description = "Path of the function's zip, which `make package` builds."
  type        = string

  validation {
    condition     = fileexists(var.package)
    error_message = "There is no file ${var.package}: build it with `make package`."
  }
}

variable "name" {
  description = "Name of the function, the state machine, the table, the bus and the topic; the beginning of the other names."
  type        = string
  default     = "relevo"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,31}$", var.name))
    error_message = "The name must have 3 to 32 lowercase letters, digits and hyphens, and begin with a letter."
  }
}

variable "tags" {
  description = "Tags for all resources."
  type        = map(string)
  default     = {}
}

# The function

variable "architecture" {
  description = "The processor that the zip was built for: `x86_64` or `arm64`."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "The architecture must be x86_64 or arm64."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. Its share of a processor grows with it."
  type        = number
  default     = 256

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "The memory must be a whole number from 128 to 10240."
  }
}

variable "timeout" {
  description = "Seconds that one call of the function may last. A run that needs longer takes several calls."
  type        = number
  default     = 900

  validation {
    condition     = var.timeout >= 120 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "The timeout must be a whole number from 120 to 900."
  }
}

variable "environment" {
  description = "More environment variables of the function, such as `RELEVO_LOG = \"debug\"`. Never a secret."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.environment), ["RELEVO_CONFIG", "RELEVO_METRICS"])) == 0
    error_message = "RELEVO_CONFIG and RELEVO_METRICS have variables of their own: configuration, configuration_parameter and metrics."
  }

  validation {
    condition     = !anytrue([for value in values(var.environment) : can(regex("xox[a-z]-", value))])
    error_message = "A Slack token must not be in the environment: store it in Systems Manager or Secrets Manager, and name it in slack_token."
  }
}

variable "log_retention_days" {
  description = "Days that the function's log is kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "metrics" {
  description = "Whether the function writes custom metrics (namespace `Relevo`). CloudWatch charges for each of them."
  type        = bool
  default     = false
}

# The configuration

variable "configuration" {
  description = "The configuration as JSON (`relevo config show --format json`), stored as an SSM parameter, so without `heartbeat-url`. Null: it is in the zip, or in `configuration_parameter`."
  type        = string
  default     = null

  validation {
    condition     = var.configuration == null || can(jsondecode(var.configuration))
    error_message = "The configuration must be JSON, as `relevo config show --format json` writes it."
  }

  # Bytes, from the length in base64: length() counts characters.
  validation {
    condition     = var.configuration == null || try(length(base64encode(var.configuration)) * 3 / 4 - length(regexall("=", base64encode(var.configuration))), 0) <= 8192
    error_message = "The configuration has ${try(length(base64encode(var.configuration)) * 3 / 4 - length(regexall("=", base64encode(var.configuration))), 0)} bytes, and an SSM parameter holds at most 8192. Put it into the zip instead (`make package`), and leave this variable out."
  }

  validation {
    condition     = var.configuration == null || !can(regex("xox[a-z]-", var.configuration))
    error_message = "The configuration contains a Slack token. Revoke it, store the new one in Systems Manager or Secrets Manager, and name the place in slack.token."
  }

  # Also where `relevo config show` hid it: the function refuses a configuration with a hidden address.
  validation {
    condition     = var.configuration == null || try(jsondecode(var.configuration)["heartbeat-url"], null) == null
    error_message = "The configuration contains heartbeat-url, a secret that Terraform would keep in its state: leave this variable out, and put the configuration into the zip (`make package CONFIG=relevo.yaml`) or into a SecureString parameter of your own (configuration_parameter)."
  }
}

variable "configuration_parameter" {
  description = "Name of an existing SSM parameter with the configuration as JSON. Null: `configuration` or the zip."
  type        = string
  default     = null

  validation {
    condition     = var.configuration_parameter == null || can(regex("^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$", var.configuration_parameter))
    error_message = "The parameter's name may have letters, digits, _, ., - and /."
  }

  validation {
    condition     = var.configuration_parameter == null || var.configuration == null
    error_message = "Give configuration or configuration_parameter, not both."
  }
}

variable "slack_token" {
  description = "Where the Slack token is stored, as in the configuration's `slack.token`: `ssm:` or `secretsmanager:` and a name or a complete ARN. The value never enters Terraform."
  type        = string

  validation {
    condition     = can(regex("^(ssm|secretsmanager):[A-Za-z0-9/_+=.@:-]+$", var.slack_token)) || can(regex("^secretsmanager:[A-Za-z0-9/_+=.@:-]+#.+$", var.slack_token))
    error_message = "The place must be ssm:NAME or secretsmanager:NAME, and never the token itself."
  }
}

variable "create_slack_secret" {
  description = "Whether to create the Secrets Manager secret that `slack_token` names, without a value."
  type        = bool
  default     = false

  validation {
    condition     = !var.create_slack_secret || startswith(var.slack_token, "secretsmanager:") && !startswith(var.slack_token, "secretsmanager:arn:")
    error_message = "Only a secret can be created without a value: set slack_token to secretsmanager:NAME, or create the SSM parameter yourself (aws ssm put-parameter --type SecureString)."
  }
}

variable "kms_key_arns" {
  description = "Your own KMS keys that encrypt the token's or the configuration's parameter or secret. AWS's own keys need no entry."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "Each key must be a key's ARN (arn:aws:kms:REGION:ACCOUNT:key/ID), not an alias."
  }
}
