"""What may be done where: `relevo init`, Deploy/policies, the SAM template and the Terraform module say the same.

DeployPoliciesTests.swift compares what `relevo init` prints with Deploy/policies, and test_deploy_applied.py the roles that
Terraform made. Here the module is read as text, so that a wider policy is noticed without Terraform too.
"""

import json
import re
from pathlib import Path

import deploy_policies
import pytest
from deploy_policies import EXTERNAL_ID, HUB, PROTECTED, by_sid
from sam_template import Template, document
from terraform_workspace import parsed

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNT = "111111111111"
# The calls that each statement of the module's roles allows, besides those of Deploy/policies.
ACTIONS = {
    "WriteLog": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "UseLedger": [
        f"dynamodb:{call}"
        for call in ("BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query")
    ],
    "ReadParameters": ["ssm:GetParameter"],
    "ReadSecret": ["secretsmanager:GetSecretValue"],
    "Decrypt": ["kms:Decrypt"],
    "CallFunction": ["lambda:InvokeFunction"],
    "StartRun": ["states:StartExecution"],
    "SendEvents": ["events:PutEvents"],
}
# What `protected` of the module and `ProtectedUsers` of the template accept, and what they refuse.
USERS = [PROTECTED, "arn:aws:iam::111111111111:user/ana", "arn:aws-us-gov:iam::*:user/team/*"]
NO_USERS = ["*", "ana", "arn:aws:iam::*:role/admin", "arn:aws:iam::*:user/", "arn:aws:iam::1111:user/ana"]


def allows(sid, *resources, **more):
    """The whole statement of this name, as `whole` gives it."""
    return {"Effect": "Allow", "Action": ACTIONS[sid], "Resource": list(resources), **more}


def trusts(service, source=None):
    """The whole trust of a role that only this service may use, and only for this account's `source`."""
    condition = {"StringEquals": {"aws:SourceAccount": ACCOUNT}, "ArnLike": {"aws:SourceArn": source}}
    statement = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": ["sts:AssumeRole"]}
    return {"": statement | ({"Condition": condition} if source else {})}


def whole(policy):
    """Every statement of a document under its Sid."""
    found = by_sid(policy)
    assert len(found) == len(policy["Statement"])
    return found


def test_the_files_have_the_actions_that_the_source_lists():
    """For those who can't build it; the Swift test compares whole files."""
    texts = [path.read_text() for path in (ROOT / "Sources").rglob("*.swift")]
    (source,) = [text for text in texts if "static let hubUnits = [" in text]
    listed = {}
    for name, body in re.findall(r"static let (\w+) = \[\n(.*?)\n    \]", source, re.DOTALL):
        listed[name] = sorted(re.findall(r'action: "([^"]+)"', body))
    audit, enforce, hub = (deploy_policies.statements(f"Relevo{name}") for name in ("Audit", "Enforce", "Hub"))
    assert audit["ReadUsersAndKeys"]["Action"] == listed["audit"]
    assert enforce["DeactivateKeys"]["Action"] == listed["enforce"]
    assert hub["ListAccounts"]["Action"] == listed["hubAccounts"]
    assert hub["ListAccountsOfUnits"]["Action"] == listed["hubUnits"]


@pytest.fixture(scope="module")
def template():
    return Template(
        attributes={("FunctionRole", "Arn"): HUB, ("Ledger", "Arn"): "LEDGER", ("FunctionLog", "Arn"): "LOG:*"},
        ExternalId=EXTERNAL_ID, ProtectedUsers=PROTECTED, Organization="true", OrganizationUnits="true",
        ConfigurationParameter="/relevo/configuration", SlackTokenParameter="token", SlackTokenSecret="relevo/slack",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Audit", "Enforce"])
def test_the_template_s_roles_are_those_of_init(template, name):
    role = template.resource(f"{name}Role")
    (policy,) = role["Policies"]
    assert by_sid(policy["PolicyDocument"]) == deploy_policies.statements(f"Relevo{name}")
    assert by_sid(role["AssumeRolePolicyDocument"]) == deploy_policies.statements("trust")
    assert role["MaxSessionDuration"] == 3600


def test_without_protected_users_nothing_is_denied():
    role = Template(attributes={("FunctionRole", "Arn"): HUB}, ExternalId=EXTERNAL_ID).resource("EnforceRole")
    assert list(by_sid(role["Policies"][0]["PolicyDocument"])) == ["DeactivateKeys"]


def test_the_template_s_function_machine_and_schedule_may_do_what_the_module_s_may(template):
    arn = f"arn:aws:{{}}:eu-west-1:{ACCOUNT}:{{}}".format
    expected = {
        "FunctionRole": (trusts("lambda"), deploy_policies.statements("RelevoHub") | {
            "WriteLog": allows("WriteLog", "LOG:*"),
            "UseLedger": allows("UseLedger", "LEDGER"),
            "ReadConfiguration": allows("ReadParameters", arn("ssm", "parameter/relevo/configuration")),
            "ReadTokenParameter": allows("ReadParameters", arn("ssm", "parameter/token")),
            "ReadTokenSecret": allows("ReadSecret", arn("secretsmanager", "secret:relevo/slack-??????")),
        }),
        "MachineRole": (
            trusts("states", arn("states", "stateMachine:relevo")), {"CallFunction": allows("CallFunction", "Function.Arn")}),
        "ScheduleRole": (trusts("scheduler", "ScheduleGroup.Arn"), {"StartRun": allows("StartRun", "Machine")}),
    }  # fmt: skip
    for name, (trust, policy) in expected.items():
        role = template.resource(name)
        (only,) = role["Policies"]
        assert (whole(role["AssumeRolePolicyDocument"]), whole(only["PolicyDocument"])) == (trust, policy), name
        assert set(role) == {"Description", "AssumeRolePolicyDocument", "Policies"}, name
    # Nothing else of the template gives permissions to these roles.
    kinds = {each["Type"] for each in document()["Resources"].values()}
    assert {kind for kind in kinds if "::IAM::" in kind} == {"AWS::IAM::Role"}


def statement(sid, resources, **more):
    """A statement as a Terraform file has it."""
    return {"sid": f'"{sid}"', "actions": ACTIONS[sid], "resources": resources, **more}


def condition(test, variable, values):
    return {"test": f'"{test}"', "variable": f'"{variable}"', "values": values}


def trusted(service, source=None):
    """`trusts`, as a Terraform file has it."""
    principals = [{"type": '"Service"', "identifiers": f'["{service}.amazonaws.com"]'}]
    found = {"actions": ["sts:AssumeRole"], "principals": principals}
    of_source = [condition("StringEquals", "aws:SourceAccount", "[local.account]"), condition("ArnLike", "aws:SourceArn", source)]
    return {"statement": [found | ({"condition": of_source} if source else {})]}


OPTIONAL = {"count": "local.events"}
DOCUMENTS = {
    "function_trust": trusted("lambda"),
    "function": {
        "source_policy_documents": "[jsonencode({ Version = local.hub_policy.Version, Statement = local.hub_statements })]",
        "statement": [
            statement("WriteLog", '["${aws_cloudwatch_log_group.function.arn}:*"]'),
            statement("UseLedger", "[aws_dynamodb_table.ledger.arn]"),
        ],
        "dynamic statement": [
            {
                "for_each": "length(local.parameters) > 0 ? [local.parameters] : []",
                "content": [statement(
                    "ReadParameters",
                    '[for name in statement.value : startswith(name, "arn:") ? name : '
                    '"${local.parameter_prefix}/${trimprefix(name, "/")}"]')],
            },
            {
                "for_each": 'local.slack_place == "secretsmanager" ? [local.slack_secret] : []',
                "content": [statement(
                    "ReadSecret", "var.create_slack_secret ? aws_secretsmanager_secret.slack[*].arn : [statement.value]")],
            },
            {
                "for_each": "length(var.kms_key_arns) > 0 ? [var.kms_key_arns] : []",
                "content": [statement("Decrypt", "statement.value", condition=[condition(
                    "StringEquals", "kms:ViaService",
                    '[for service in ["ssm", "secretsmanager"] : '
                    '"${service}.${local.region}.${data.aws_partition.current.dns_suffix}"]')])],
            },
        ],
    },
    "machine_trust": trusted(
        "states", '["arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${var.name}"]'),
    "machine": {"statement": [statement("CallFunction", "[aws_lambda_function.relevo.arn]")]},
    "schedule_trust": trusted("scheduler", "[aws_scheduler_schedule_group.relevo.arn]"),
    "schedule": {"statement": [statement("StartRun", "[aws_sfn_state_machine.run.arn]")]},
    "forward_trust": OPTIONAL | trusted("events", "aws_cloudwatch_event_rule.forward[*].arn"),
    "forward": OPTIONAL | {"statement": [statement("SendEvents", "aws_cloudwatch_event_bus.relevo[*].arn")]},
}  # fmt: skip
# What the statements' resources are made of.
LOCALS = {
    "hub_policy": 'jsondecode(templatefile("${path.module}/../../policies/RelevoHub.json", { Partition = local.partition }))',
    "hub_statements": "[ for statement in local.hub_policy.Statement : merge(statement, { Resource = [ "
    "for resource in statement.Resource : replace(replace(resource, "
    '"role/RelevoAudit", "role/${var.audit_role}"), "role/RelevoEnforce", "role/${var.enforce_role}") ] }) '
    'if statement.Sid == "AssumeRoles" || statement.Sid == "ListAccounts" && var.organization '
    '|| statement.Sid == "ListAccountsOfUnits" && var.organization && var.organization_units ]',
    "slack_place": 'split(":", var.slack_token)[0]',
    "slack_name": 'split("#", substr(var.slack_token, length(local.slack_place) + 1, -1))[0]',
    "slack_secret": 'startswith(local.slack_name, "arn:") ? local.slack_name : '
    '"arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${local.slack_name}-??????"',
    "parameter_prefix": '"arn:${local.partition}:ssm:${local.region}:${local.account}:parameter"',
    "parameters": 'concat( local.slack_place == "ssm" ? [local.slack_name] : [], var.configuration != null ? '
    "[one(aws_ssm_parameter.configuration[*].name)] : compact([var.configuration_parameter]), )",
}


def listed(block):
    """A block with lists of actions instead of their text."""
    found = {name: [listed(each) for each in value] if isinstance(value, list) else value for name, value in block.items()}
    if "actions" in found:
        found["actions"] = sorted(json.loads(re.sub(r", \]$", "]", found["actions"])))
    return found


@pytest.fixture(scope="module")
def module():
    return parsed("hub")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_module_s_roles_may_do_nothing_else(module, name):
    (found,) = module[f"data aws_iam_policy_document {name}"]
    assert listed(found) == DOCUMENTS[name]


def test_the_resources_of_the_module_s_policies_are_no_wider(module):
    found = {name: text for block in module["locals"] for name, text in block.items()}
    assert {name: found[name] for name in LOCALS} == LOCALS


def test_nothing_else_gives_permissions_to_the_module_s_roles(module):
    roles = {"function": "", "machine": "", "schedule": "", "forward": "[0]"}
    found = {name for name in module if name.startswith("resource aws_iam_")}
    assert found == {f"resource aws_iam_{kind} {role}" for kind in ("role", "role_policy") for role in roles}
    for name, place in roles.items():
        (role,), (policy,) = module[f"resource aws_iam_role {name}"], module[f"resource aws_iam_role_policy {name}"]
        assert role["assume_role_policy"] == f"data.aws_iam_policy_document.{name}_trust{place}.json"
        assert set(role) - {"count"} == {"name", "description", "assume_role_policy", "permissions_boundary", "tags"}
        assert policy["role"] == f"aws_iam_role.{name}{place}.id"
        assert policy["policy"] == f"data.aws_iam_policy_document.{name}{place}.json"


def test_only_users_can_be_protected():
    """Terraform's sentence is under test in test_deploy_terraform.py; both patterns must agree."""
    template = document()["Parameters"]["ProtectedUsers"]["AllowedPattern"]
    (variable,) = parsed("member")["variable protected"]
    module = re.search(r'regex\("(.+?)", arn\)', variable["validation"][0]["condition"])[1].replace("\\\\", "\\")
    for pattern in (template, module):
        assert [arn for arn in [*USERS, *NO_USERS] if re.fullmatch(pattern, arn)] == USERS, pattern
    # The template's default is a list with one empty entry.
    assert re.fullmatch(template, document()["Parameters"]["ProtectedUsers"]["Default"])


def test_the_ledger_is_used_with_the_calls_that_the_error_names():
    """DynamoDBLedger tells which permissions are needed."""
    source = (ROOT / "Sources/DynamoDBLedger/DynamoDBLedger.swift").read_text()
    sentence = re.search(r"allow dynamodb:GetItem, .*? on that table", re.sub(r'"\s*\+ "', "", source)).group()
    named = {f"dynamodb:{word}" for word in re.findall(r"[A-Z]\w+", sentence)}
    template = Template(attributes={("Ledger", "Arn"): "LEDGER", ("FunctionLog", "Arn"): "LOG"}, ExternalId=EXTERNAL_ID)
    found = by_sid(template.resource("FunctionRole")["Policies"][0]["PolicyDocument"])
    assert set(found["UseLedger"]["Action"]) == named
    assert named == set(ACTIONS["UseLedger"])


def test_a_smaller_deployment_may_do_less():
    template = Template(attributes={("Ledger", "Arn"): "LEDGER", ("FunctionLog", "Arn"): "LOG"}, ExternalId=EXTERNAL_ID)
    found = by_sid(template.resource("FunctionRole")["Policies"][0]["PolicyDocument"])
    assert set(found) == {"AssumeRoles", "WriteLog", "UseLedger"}
