# Relevo for an organization: the hub in one account, the roles in every account.
#
# Each account has a provider of its own here. With more than a few accounts, create the roles with the StackSet that
# `relevo init` writes, and keep this file for the hub.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

variable "region" {
  description = "Region of the function, the state machine and the table."
  type        = string
  default     = "eu-west-1"
}

variable "package" {
  description = "Path of the function's zip, which `make package` builds. It contains the configuration."
  type        = string
}

variable "external_id" {
  description = "`accounts.external-id` in the configuration."
  type        = string
}

variable "organization_id" {
  description = "Id of the organization, `o-…`."
  type        = string
}

variable "member_account_id" {
  description = "An account to watch, besides the hub's."
  type        = string
}

# The hub must be in the management account or in a delegated administrator's: only they can list the accounts.
provider "aws" {
  region = var.region
}

# IAM's events arrive only here.
provider "aws" {
  alias  = "iam_home"
  region = "us-east-1"
}

provider "aws" {
  alias  = "member"
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::${var.member_account_id}:role/OrganizationAccountAccessRole"
  }
}

module "hub" {
  source    = "../../hub"
  providers = { aws = aws, aws.iam_home = aws.iam_home }

  package               = var.package
  architecture          = "arm64"
  slack_token           = "ssm:/relevo/slack-token"
  schedule              = "cron(30 9 ? * MON-FRI *)"
  time_zone             = "Europe/Madrid"
  did_not_run_hours     = 74 # from Friday to Monday
  alarm_emails          = ["security@example.com"]
  event_organization_id = var.organization_id
  dashboard             = true
  metrics               = true
}

module "hub_account" {
  source        = "../../member"
  hub_principal = module.hub.hub_principal
  external_id   = var.external_id
}

module "member" {
  source    = "../../member"
  providers = { aws = aws.member }

  hub_principal  = module.hub.hub_principal
  external_id    = var.external_id
  forward_events = true
  event_bus_arn  = module.hub.event_bus_arn
}

output "state_machine_arn" {
  description = "`aws stepfunctions start-execution --state-machine-arn …` starts a run by hand."
  value       = module.hub.state_machine_arn
}
