"""The Terraform modules: their form, and what they refuse."""

import json
import shutil

import functions
import pytest
import terraform_tables
from conftest import ended, started_estate
from terraform_workspace import MODULES, Workspace

DEPLOY = MODULES.parent
TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms"
TOKEN = "secretsmanager:relevo/slack"
PROVIDERS = """
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "iam_home"
  region = "us-east-1"
}
"""


def hub(workspace, label="hub", **more):
    """The text of a call of the module."""
    given = {"package": "function.zip", "slack_token": TOKEN, "deletion_protection": False} | more
    arguments = "\n".join(f"  {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items())
    source, providers = workspace.module("hub"), "{ aws = aws, aws.iam_home = aws.iam_home }"
    return f'module "{label}" {{\n  source = "{source}"\n  providers = {providers}\n{arguments}\n}}\n'


def member(workspace, label="member", region="aws.iam_home", **more):
    """The same for the module `member`."""
    given = {"hub_principal": "arn:aws:iam::222222222222:role/relevo-hub", "external_id": "relevo-demo"} | more
    arguments = "\n".join(f"  {name} = {json.dumps(value)}" for name, value in given.items())
    source = workspace.module("member")
    return f'module "{label}" {{\n  source = "{source}"\n  providers = {{ aws = {region} }}\n{arguments}\n}}\n'


def prepared(folder, aws=None):
    workspace = Workspace(folder, aws)
    (folder / "function.zip").write_bytes(functions.packed())
    return workspace


def test_the_files_are_formatted(tmp_path):
    Workspace(tmp_path).run("fmt", "-check", "-recursive", "-diff", str(MODULES))


@pytest.mark.parametrize(
    "example, variables",
    [
        ("one-account", {}),
        ("organization", {"external_id": "relevo-demo", "organization_id": "o-a1b2c3d4e5", "member_account_id": "222222222222"}),
    ],
)
def test_the_examples_can_be_planned(aws, tmp_path, example, variables):
    shutil.copytree(DEPLOY, tmp_path / "Deploy", ignore=shutil.ignore_patterns(".terraform*"))
    workspace = prepared(tmp_path, aws)
    workspace.folder = tmp_path / "Deploy/terraform/examples" / example
    workspace.init()
    workspace.run("validate", "-no-color")
    given = {"package": tmp_path / "function.zip"} | variables
    done = workspace.run("plan", "-input=false", "-no-color", *(f"-var={name}={value}" for name, value in given.items()))
    assert " to add, 0 to change, 0 to destroy." in done.stdout
    assert "Warning" not in done.stdout


@pytest.mark.parametrize("module", terraform_tables.modules(), ids=lambda folder: folder.name)
def test_the_readme_lists_the_variables(module):
    """`python3 dev/terraform_tables.py` writes them."""
    assert (module / "README.md").read_text() == terraform_tables.updated(module)


@pytest.mark.parametrize("module", terraform_tables.modules(), ids=lambda folder: folder.name)
def test_every_variable_has_a_type_and_a_description(module):
    variables = terraform_tables.blocks(module, "variable")
    declared = sum(path.read_text().count('\nvariable "') + path.read_text().startswith("variable") for path in module.glob("*.tf"))
    assert len(variables) == declared > 5
    for name, given in variables:
        assert {"type", "description"} <= set(given), name
        assert given["description"].endswith('."'), name
    assert all("description" in given for _, given in terraform_tables.blocks(module, "output"))


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    """A local AWS of its own, with accounts and no users."""
    process, aws = started_estate(tmp_path_factory.mktemp("terraform-aws"), "aws", "--seed-users", "0")
    yield aws
    ended(process)


REFUSED = {
    "in-capitals": ({"name": "Relevo"}, "The name must have 3 to 32 lowercase letters"),
    "no-zip": ({"package": "none.zip"}, "There is no file none.zip: build it with `make package`"),
    "token-as-place": ({"slack_token": "xoxb-1-2"}, "never the token itself"),
    "token-in-environment": ({"environment": {"TOKEN": "xoxb-1-2"}}, "A Slack token must not be in the environment"),
    "token-in-configuration": ({"configuration": '{"token": "xoxb-1-2"}'}, "The configuration contains a Slack token"),
    "no-json": ({"configuration": "mode: notify"}, "The configuration must be JSON"),
    "too-large": ({"configuration": json.dumps("ñ" * 4095 + "x", ensure_ascii=False)}, "The configuration has 8193 bytes"),
    "too-many-scans": ({"scan_concurrency": 41}, "a whole number from 1 to 40"),
    "no-schedule": ({"schedule": "daily"}, "The schedule must be cron(…) or rate(…)"),
}
REFUSED_MEMBERS = {
    "root": ({"hub_principal": "arn:aws:iam::111111111111:root"}, "The principal must be a role's ARN"),
    "operator-root": ({"operator_principals": ["arn:aws:iam::111111111111:root"]}, "Each must be a role's ARN"),
    "short-id": ({"external_id": "x"}, "The external id must have 2 to 1224"),
    "everybody": ({"protected": ["*"]}, "Each entry must be a user's ARN or a pattern"),
    "a-name": ({"permissions_boundary": "Boundary"}, "The boundary must be a policy's ARN"),
    "no-bus": ({"event_bus_arn": "relevo"}, "The bus must be an event bus's ARN"),
    "spaces": ({"audit_role": "Relevo Audit"}, "A role's name has 1 to 64"),
}
BUS = "arn:aws:events:eu-west-1:{}:event-bus/relevo".format
MEMBER_CONTRADICTIONS = {
    "bus-missing": ({"forward_events": True}, "Give event_bus_arn, the bus that the events are sent to"),
    "own-bus": ({"forward_events": True, "event_bus_arn": BUS("111111111111")}, "The bus is in this account"),
    "other-region": (
        {"forward_events": True, "event_bus_arn": BUS("222222222222"), "region": "aws"},
        "The module's provider must be in us-east-1",
    ),
}
# These are about two values, so Terraform finds them only where the others are right.
CONTRADICTIONS = {
    "two-configurations": ({"configuration": "{}", "configuration_parameter": "/a"}, "configuration_parameter, not both"),
    "no-value-for-ssm": ({"slack_token": "ssm:a", "create_slack_secret": True}, "Only a secret can be created without a value"),
    "no-topic": ({"create_alarm_topic": False}, "Either create the topic, or"),
    "two-topics": ({"alarm_topic_arn": TOPIC}, "Either create the topic, or"),
    "foreign-topic": (
        {"create_alarm_topic": False, "alarm_emails": ["a@example.com"], "alarm_topic_arn": TOPIC},
        "subscribe to alarm_topic_arn where that is made",
    ),
    "other-table": ({"configuration": '{"ledger": "dynamodb:other"}'}, "ledger must be dynamodb:other-table"),
    "other-token": (
        {"configuration": '{"ledger": "dynamodb:other-token", "slack": {"token": "ssm:other"}}'},
        "must name the same place",
    ),
}


def sentences(done):
    """Terraform's errors without its frames and line breaks."""
    return " ".join(done.stderr.replace("│", "").split())


@pytest.mark.parametrize(
    "hubs, members",
    [(REFUSED, REFUSED_MEMBERS), (CONTRADICTIONS, MEMBER_CONTRADICTIONS)],
    ids=["refused", "contradictions"],
)
def test_what_cannot_work_is_refused_with_a_reason(aws, tmp_path, hubs, members):
    """All of them in one plan, because a plan takes ten seconds."""
    workspace = prepared(tmp_path, aws)
    modules = [hub(workspace, label, **{"name": label, **given}) for label, (given, _) in hubs.items()]
    modules += [member(workspace, label, **given) for label, (given, _) in members.items()]
    workspace.write(PROVIDERS + "\n".join(modules))
    workspace.init()
    told = sentences(workspace.run("plan", "-input=false", "-no-color", statuses=(1,)))
    assert [sentence for _, sentence in [*hubs.values(), *members.values()] if sentence not in told] == []


def test_a_configuration_of_more_than_4_kb_takes_the_advanced_tier(aws, tmp_path):
    workspace = prepared(tmp_path, aws)
    modules = []
    for size in TIERS:
        name = f"bytes-{size}"
        modules.append(hub(workspace, name, name=name, configuration=configuration(size), dashboard=True))
    workspace.write(PROVIDERS + "\n".join(modules))
    workspace.init()
    workspace.run("plan", "-input=false", "-no-color", "-out=plan")
    changes = json.loads(workspace.run("show", "-json", "plan").stdout)["resource_changes"]
    parameters = [each["change"]["after"] for each in changes if each["type"] == "aws_ssm_parameter"]
    assert {len(each["value"]): each["tier"] for each in parameters} == TIERS
    # The other deployments of the tests have no dashboard, or one with custom metrics.
    assert len([each for each in changes if each["type"] == "aws_cloudwatch_dashboard"]) == len(TIERS)


TIERS = {4096: "Standard", 4097: "Advanced", 8192: "Advanced"}


def configuration(size):
    text = json.dumps({"ledger": f"dynamodb:bytes-{size}", "slack": {"token": TOKEN}, "more": ""})
    return text[:-2] + "x" * (size - len(text)) + text[-2:]
