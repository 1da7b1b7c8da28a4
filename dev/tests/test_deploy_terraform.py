"""The Terraform modules: their form, and what they refuse."""

import json
import re
import shutil
from pathlib import Path

import functions
import pytest
import terraform_tables
from conftest import ended, started_estate
from terraform_workspace import MODULES, Workspace, mirrors, parsed
from test_deploy_policies import NO_USERS

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
    values = [f"-var={name}={value}" for name, value in given.items()]
    done = workspace.run("plan", "-input=false", "-no-color", "-out=plan", *values)
    assert " to add, 0 to change, 0 to destroy." in done.stdout
    assert "Warning" not in done.stdout
    (table,) = planned(workspace, "aws_dynamodb_table")
    assert table["deletion_protection_enabled"] is True
    assert table["point_in_time_recovery"][0]["enabled"] is True


def planned(workspace, kind):
    """What the file `plan` would make of this kind."""
    changes = json.loads(workspace.run("show", "-json", "plan").stdout)["resource_changes"]
    return [each["change"]["after"] for each in changes if each["type"] == kind]


def test_the_ledger_is_protected_unless_somebody_says_otherwise():
    """The same without Terraform."""
    hub = parsed("hub")
    (table,) = hub["resource aws_dynamodb_table ledger"]
    assert table["point_in_time_recovery"] == [{"enabled": "true"}]
    assert table["deletion_protection_enabled"] == "var.deletion_protection"
    assert hub["variable deletion_protection"][0]["default"] == "true"


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
    "secret-address": (
        {"configuration": '{"heartbeat-url": "https://hc.example.com/1"}'},
        "The configuration contains heartbeat-url, a secret that Terraform would keep in its state: leave this variable out",
    ),
    "no-json": ({"configuration": "mode: notify"}, "The configuration must be JSON"),
    "too-large": ({"configuration": json.dumps("ñ" * 4095 + "x", ensure_ascii=False)}, "The configuration has 8193 bytes"),
    "too-many-scans": ({"scan_concurrency": 41}, "a whole number from 1 to 40"),
    "no-schedule": ({"schedule": "daily"}, "The schedule must be cron(…) or rate(…)"),
}
REFUSED_MEMBERS = {
    "root": ({"hub_principal": "arn:aws:iam::111111111111:root"}, "The principal must be a role's ARN"),
    "operator-root": ({"operator_principals": ["arn:aws:iam::111111111111:root"]}, "Each must be a role's ARN"),
    "short-id": ({"external_id": "x"}, "The external id must have 2 to 1224"),
    "everybody": ({"protected": NO_USERS[:1]}, "Each entry must be a user's ARN or a pattern"),
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


TIERS = {4096: "Standard", 4097: "Advanced", 8192: "Advanced"}
# Who gets the alarms of these three hubs: nobody, somebody, and whoever subscribed to another topic.
ALARMS = {
    4096: {},
    4097: {"alarm_emails": ["security@example.com"]},
    8192: {"create_alarm_topic": False, "alarm_topic_arn": TOPIC},
}


@pytest.fixture(scope="module")
def plan(aws, tmp_path_factory):
    """Three hubs planned at once, because a plan takes ten seconds: the workspace, and what Terraform said."""
    workspace = prepared(tmp_path_factory.mktemp("plan"), aws)
    modules = []
    for size in TIERS:
        name = f"bytes-{size}"
        modules.append(hub(workspace, name, name=name, configuration=configuration(size), dashboard=True, **ALARMS[size]))
    workspace.write(PROVIDERS + "\n".join(modules))
    workspace.init()
    return workspace, workspace.run("plan", "-input=false", "-no-color", "-out=plan").stdout


def test_a_configuration_of_more_than_4_kb_takes_the_advanced_tier(plan):
    workspace, _ = plan
    assert {len(each["value"]): each["tier"] for each in planned(workspace, "aws_ssm_parameter")} == TIERS
    # The other deployments of the tests have no dashboard, or one with custom metrics.
    assert len(planned(workspace, "aws_cloudwatch_dashboard")) == len(TIERS)


def test_alarms_that_may_reach_nobody_are_warned_about(plan):
    """Only for the hub that makes a topic and subscribes nobody."""
    _, told = plan
    assert re.findall(r"The alarms of (\S+) may reach nobody", " ".join(told.replace("│", "").split())) == ["bytes-4096"]


def configuration(size):
    text = json.dumps({"ledger": f"dynamodb:bytes-{size}", "slack": {"token": TOKEN}, "more": ""})
    return text[:-2] + "x" * (size - len(text)) + text[-2:]


def test_a_mirror_is_looked_for_where_terraform_looks(tmp_path):
    settings = tmp_path / ".terraformrc"
    settings.write_text('provider_installation {\n  filesystem_mirror {\n    path = "/mirror"\n  }\n}\n')
    home, nothing = {"HOME": str(tmp_path)}, {"TF_CLI_CONFIG_FILE": str(tmp_path / "none")}
    usual = [tmp_path / ".terraform.d/plugins", tmp_path / ".local/share/terraform/plugins"]
    system = [Path("/usr/local/share/terraform/plugins"), Path("/usr/share/terraform/plugins")]
    opt = tmp_path / "opt"
    assert mirrors(home, opt) == [Path("/mirror"), *usual, *system]
    assert mirrors(home | nothing, opt) == [*usual, *system]
    assert mirrors(home | nothing | {"XDG_DATA_HOME": "/h", "XDG_DATA_DIRS": "/a:/b"}, opt) == [
        usual[0], *(Path(f"/{name}/terraform/plugins") for name in "hab")]  # fmt: skip
    (opt / "mirror").mkdir(parents=True)
    assert mirrors(home | nothing, opt) == [*usual, *system, opt / "mirror"]
    assert mirrors(home | {"TF_PLUGIN_MIRROR": "/mine"}) == [Path("/mine")]


def test_hub_and_members_send_events_alike():
    """Both modules have their own rule: a third one for it would need its variables, preconditions and providers besides."""
    hub, member = parsed("hub"), parsed("member")
    same = {
        "[data.aws_caller_identity.current.account_id]": "[local.account]",
        "[var.event_bus_arn]": "aws_cloudwatch_event_bus.relevo[*].arn",
        "var.event_bus_arn": "aws_cloudwatch_event_bus.relevo[0].arn",
        '"relevo-forward-iam-events"': '"${var.name}-forward-iam-events"',
        '"relevo-forward-events"': '"${var.name}-forward"',
        'jsonencode(jsondecode(file("${path.module}/../../iam-events.json")))': "local.event_pattern",
    }

    def alike(value):
        if isinstance(value, list):
            return [alike(each) for each in value]
        # The hub's rule needs the provider of another Region; the preconditions speak of each module's own variables.
        if isinstance(value, dict):
            return {name: alike(each) for name, each in value.items() if name not in ("provider", "lifecycle")}
        return same.get(value, value)

    names = [name for name in hub if name.endswith((" forward", " forward_trust"))]
    assert len(names) == 6
    assert {name: alike(member[name]) for name in names} == {name: alike(hub[name]) for name in names}
    (events,) = [block for block in hub["locals"] if "event_pattern" in block]
    assert events["event_pattern"] in same
    assert events["iam_home_regions"] in [block.get("iam_home_regions") for block in member["locals"]]


def test_variables_of_both_modules_are_alike():
    hub, member = parsed("hub"), parsed("member")
    both = [name for name in hub if name.startswith("variable ") and name in member]
    assert len(both) == 4

    def rules(module, name):
        return {key: value for key, value in module[name][0].items() if key != "description"}

    assert {name: rules(member, name) for name in both} == {name: rules(hub, name) for name in both}
