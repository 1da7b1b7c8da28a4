# Relevo for one account: the hub and the two roles side by side.

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
  description = "Path of the function's zip, which `make package` builds."
  type        = string
}

provider "aws" {
  region = var.region
}

# IAM's events arrive only here.
provider "aws" {
  alias  = "iam_home"
  region = "us-east-1"
}

locals {
  # As `relevo config show --format json` prints it.
  configuration = file("${path.module}/relevo.json")
  settings      = jsondecode(local.configuration)
}

module "hub" {
  source    = "../../hub"
  providers = { aws = aws, aws.iam_home = aws.iam_home }

  package             = var.package
  configuration       = local.configuration
  slack_token         = local.settings.slack.token
  create_slack_secret = true
  organization        = false
  schedule            = "cron(30 9 * * ? *)"
  time_zone           = "America/Lima"
  alarm_emails        = ["security@example.com"]
}

module "member" {
  source        = "../../member"
  hub_principal = module.hub.hub_principal
  external_id   = local.settings.accounts["external-id"]
  protected     = local.settings.policy.protected
}

output "state_machine_arn" {
  description = "`aws stepfunctions start-execution --state-machine-arn …` starts a run by hand."
  value       = module.hub.state_machine_arn
}
