# The state machine of a run. Its history is kept by Step Functions for 90 days, so it writes no log of its own.

data "aws_iam_policy_document" "machine_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${var.name}"]
    }
  }
}

data "aws_iam_policy_document" "machine" {
  statement {
    sid       = "CallFunction"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.relevo.arn]
  }
}

resource "aws_iam_role" "machine" {
  name                 = "${var.name}-machine"
  description          = "Relevo's state machine: calls the function."
  assume_role_policy   = data.aws_iam_policy_document.machine_trust.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "machine" {
  name   = "relevo"
  role   = aws_iam_role.machine.id
  policy = data.aws_iam_policy_document.machine.json
}

resource "aws_sfn_state_machine" "run" {
  name     = var.name
  type     = "STANDARD"
  role_arn = aws_iam_role.machine.arn
  tags     = var.tags

  definition = templatefile("${path.module}/../../relevo.asl.json", {
    FunctionArn     = aws_lambda_function.relevo.arn
    ScanConcurrency = var.scan_concurrency
  })

  depends_on = [aws_iam_role_policy.machine]
}
