"""What a call asks for, as policies name it: its actions, each with the ARN it is about."""

from moto.secretsmanager.models import secretsmanager_backends

# moto's own names of services.
PREFIXES = {"awslambda": "lambda", "stepfunctions": "states"}
# Calls whose permission has another name.
ACTIONS = {"lambda:Invoke": "lambda:InvokeFunction", "s3:ListBuckets": "s3:ListAllMyBuckets"}
WRITES = {"Put": "PutItem", "Delete": "DeleteItem", "Update": "UpdateItem", "ConditionCheck": "ConditionCheckItem",
          "Get": "GetItem"}  # fmt: skip


def asked(call):
    """(action, ARN) of everything that must be allowed for a call of a service other than IAM and STS."""
    action = ACTIONS.get(call.iam_name, call.iam_name)
    if call.service == "dynamodb" and call.action in ("TransactWriteItems", "TransactGetItems"):
        return list(dict.fromkeys(_in_transaction(call)))
    return [(action, arn) for arn in _ARNS.get(call.service, _everything)(call)]


def _in_transaction(call):
    # A transaction has no permission of its own: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    for item in call.document.get("TransactItems", []):
        for kind, about in item.items():
            yield f"dynamodb:{WRITES[kind]}", _table(call, about["TableName"])


def _arn(call, service, rest):
    return f"arn:aws:{service}:{call.region}:{call.account_id}:{rest}"


def _named(call, service, before, name):
    """The ARN of something that a request may name by its ARN too."""
    return name if name.startswith("arn:") else _arn(call, service, f"{before}{name}")


def _table(call, name):
    return _named(call, "dynamodb", "table/", name)


def _tables(call):
    names = [call.document.get("TableName") or call.document.get("ResourceArn"), *call.document.get("RequestItems", {})]
    index = call.document.get("IndexName")
    found = [_table(call, name) + (f"/index/{index}" if index else "") for name in names if name]
    return found or ["*"]


def _parameters(call):
    names = [call.document.get("Name"), *call.document.get("Names", [])]
    return [_named(call, "ssm", "parameter/", name.lstrip("/")) for name in names if name] or ["*"]


def _secret(call):
    name = call.document.get("SecretId") or call.document.get("Name")
    if not name:
        return ["*"]
    known = secretsmanager_backends[call.account_id][call.region].secrets
    # moto's store knows a secret by its name and by its ARN.
    return [known[name].arn if name in known else _named(call, "secretsmanager", "secret:", name)]


def _function(call):
    parts = call.path.split("/functions/")
    name = parts[1].split("/")[0] if len(parts) > 1 else ""
    return [_named(call, "lambda", "function:", name)] if name else ["*"]


def _machine(call):
    names = ("stateMachineArn", "executionArn", "resourceArn")
    return [found for name in names if (found := call.document.get(name))] or ["*"]


def _log_group(call):
    name = call.document.get("logGroupName")
    if not name:
        return ["*"]
    stream = call.document.get("logStreamName")
    return [_arn(call, "logs", f"log-group:{name}:" + (f"log-stream:{stream}" if stream else "*"))]


def _topic(call):
    return [call.form.get("TopicArn") or "*"]


def _everything(_):
    return ["*"]


_ARNS = {
    "dynamodb": _tables,
    "ssm": _parameters,
    "secretsmanager": _secret,
    "lambda": _function,
    "states": _machine,
    "logs": _log_group,
    "sns": _topic,
}
