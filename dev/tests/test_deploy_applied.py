"""The modules for the hub and for members, applied to the local AWS: twice, then a run, and what is left afterwards."""

import json
import sys
import time
from pathlib import Path

import deploy_policies
import functions
import pytest
from conftest import ended, started_estate
from deploy_policies import EXTERNAL_ID, PROTECTED
from terraform_workspace import Workspace
from test_deploy_alarms import defined, expected
from test_deploy_machine import ANSWERS, BOOTSTRAP, FINISHED, stages
from test_deploy_policies import allows, trusts, whole

OPERATORS = "arn:aws:iam::111111111111:role/oncall"
HUB, MEMBER = "111111111111", "222222222222"
ROOT = Path(__file__).resolve().parent.parent.parent
REGION, HOME = "eu-west-1", "us-east-1"
# Made up; stored where both hubs say that it is.
TOKEN = "xoxb-111111111111-222222222222-a1b2c3d4e5f6"
# Lists of what the modules create, by service; the member has only the roles and the rule.
LISTS = {
    "dynamodb": ("list_tables", "TableNames"),
    "lambda": ("list_functions", "Functions"),
    "stepfunctions": ("list_state_machines", "stateMachines"),
    "scheduler": ("list_schedules", "Schedules"),
    "sns": ("list_topics", "Topics"),
    "logs": ("describe_log_groups", "logGroups"),
    "ssm": ("describe_parameters", "Parameters"),
    "secretsmanager": ("list_secrets", "SecretList"),
}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    process, aws = started_estate(tmp_path_factory.mktemp("applied-aws"), "aws", "--seed-users", "0")
    aws.post("step-functions", retryScale=0.001)
    got = aws.assume(MEMBER)
    aws.member = (got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
    yield aws
    ended(process)


def left(aws):
    """Everything of the kinds that the modules create, in both Regions and both accounts."""
    found = {}
    for region in (REGION, HOME):
        for service, (call, key) in LISTS.items():
            found[service, region] = getattr(aws.client(service, region=region), call)()[key]
        groups = aws.client("scheduler", region=region).list_schedule_groups()["ScheduleGroups"]
        found["groups", region] = [each["Name"] for each in groups]
        alarms = aws.client("cloudwatch", region=region)
        found["alarms", region] = alarms.describe_alarms()["MetricAlarms"]
        found["dashboards", region] = alarms.list_dashboards()["DashboardEntries"]
        for name, keys in (("hub", ()), ("member", aws.member)):
            events = aws.client("events", *keys, region=region)
            buses = [each["Name"] for each in events.list_event_buses()["EventBuses"]]
            found["events", name, region] = {bus: events.list_rules(EventBusName=bus)["Rules"] for bus in buses}
    for name, keys in (("hub", ()), ("member", aws.member)):
        roles = aws.client("iam", *keys).list_roles()["Roles"]
        found["roles", name] = sorted(each["RoleName"] for each in roles)
    return found


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    (folder / "answers.json").write_text(json.dumps(ANSWERS))
    return folder


@pytest.fixture(scope="module")
def deployed(aws, story, tmp_path_factory):
    """Hub and member with everything that the modules can create, and a small hub with its token in a parameter."""
    workspace = Workspace(tmp_path_factory.mktemp("applied"), aws)
    bootstrap = f"#!{sys.executable}\n{BOOTSTRAP.read_text()}".encode()
    (workspace.folder / "function.zip").write_bytes(functions.packed(bootstrap))
    aws.client("ssm", region=REGION).put_parameter(Name="/relevo/slack-token", Type="SecureString", Value=TOKEN)
    workspace.before = left(aws)
    key, secret, token = aws.member
    workspace.write(f"""
provider "aws" {{
  region = "{REGION}"
}}

provider "aws" {{
  alias  = "iam_home"
  region = "{HOME}"
}}

provider "aws" {{
  alias      = "member"
  region     = "{HOME}"
  access_key = "{key}"
  secret_key = "{secret}"
  token      = "{token}"
}}

module "hub" {{
  source    = "{workspace.module("hub")}"
  providers = {{ aws = aws, aws.iam_home = aws.iam_home }}

  package               = "function.zip"
  environment           = {{ STORY = "{story}" }}
  slack_token           = "secretsmanager:relevo/slack#token"
  create_slack_secret   = true
  configuration         = jsonencode({{ ledger = "dynamodb:relevo", slack = {{ token = "secretsmanager:relevo/slack#token" }} }})
  kms_key_arns          = ["arn:aws:kms:{REGION}:{HUB}:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
  organization_units    = true
  deletion_protection   = false
  time_zone             = "America/Lima"
  alarm_emails          = ["security@example.com"]
  event_organization_id = "o-a1b2c3d4e5"
  event_account_ids     = ["{MEMBER}"]
  dashboard             = true
  metrics               = true
  tags                  = {{ project = "keys" }}
}}

module "small_hub" {{
  source    = "{workspace.module("hub")}"
  providers = {{ aws = aws, aws.iam_home = aws.iam_home }}

  name                = "relevo-small"
  package             = "function.zip"
  slack_token         = "ssm:/relevo/slack-token"
  organization        = false
  schedule_enabled    = false
  iam_events          = false
  create_alarm_topic  = false
  alarm_topic_arn     = module.hub.alarm_topic_arn
  deletion_protection = false
}}

module "member" {{
  source    = "{workspace.module("member")}"
  providers = {{ aws = aws.member }}

  hub_principal = module.hub.hub_principal
  external_id   = "{EXTERNAL_ID}"
  audit_role    = "KeysAudit"
  enforce_role  = "KeysEnforce"
  protected     = ["{PROTECTED}"]

  forward_events = true
  event_bus_arn  = module.hub.event_bus_arn
}}

module "hub_account" {{
  source    = "{workspace.module("member")}"
  providers = {{ aws = aws.iam_home }}

  hub_principal = module.hub.hub_principal
  external_id   = "{EXTERNAL_ID}"
  audit_role    = "OwnAudit"
  enforce_role  = "OwnEnforce"

  operator_principals = ["{OPERATORS}"]
}}

output "hub" {{
  value = module.hub
}}

output "small_hub" {{
  value = module.small_hub
}}
""")
    workspace.init()
    workspace.apply()
    # Applied again with the token in its places: if a module reads it, it is in the state now.
    aws.client("secretsmanager", region=REGION).put_secret_value(
        SecretId="relevo/slack", SecretString=json.dumps({"token": TOKEN}))  # fmt: skip
    workspace.second = workspace.apply()
    outputs = workspace.outputs()
    workspace.hub, workspace.small_hub = outputs["hub"], outputs["small_hub"]
    workspace.now = workspace.state()
    workspace.after = left(aws)
    return workspace


def test_applying_again_changes_nothing(deployed):
    assert "No changes. Your infrastructure matches the configuration." in deployed.second


def test_the_schedule_starts_the_machine(aws, deployed):
    schedule = aws.client("scheduler", region=REGION).get_schedule(Name="relevo", GroupName="relevo")
    assert schedule["ScheduleExpression"] == "cron(30 9 * * ? *)"
    assert schedule["ScheduleExpressionTimezone"] == "America/Lima"
    assert schedule["State"] == "ENABLED"
    assert schedule["Target"]["Arn"] == deployed.hub["state_machine_arn"]


def test_a_run_goes_through(aws, deployed):
    """With the module's own roles: the machine's is trusted only for that machine."""
    client = aws.client("stepfunctions", region=REGION)
    begun = client.start_execution(stateMachineArn=deployed.hub["state_machine_arn"])["executionArn"]
    for _ in range(600):
        found = client.describe_execution(executionArn=begun)
        if found["status"] != "RUNNING":
            break
        time.sleep(0.05)
    assert found["status"] == "SUCCEEDED", found
    assert json.loads(found["output"]) == FINISHED
    events = [each["event"] for each in aws.get("lambda")["invocations"]]
    assert stages(events) == ["start", "scan", "decide", "act", "finish"]


def test_the_three_alarms_tell_the_topic(aws, deployed):
    """The small hub has neither a schedule nor IAM's events, so it has only one, which tells the topic it was given."""
    found = aws.client("cloudwatch", region=REGION).describe_alarms()["MetricAlarms"]
    topic = deployed.hub["alarm_topic_arn"]
    alarms = expected(deployed.hub["state_machine_arn"], topic, deployed.hub["function_name"])
    wanted = {f"relevo-{name}": alarm for name, alarm in alarms.items()}
    wanted["relevo-small-failed"] = expected(deployed.small_hub["state_machine_arn"], topic)["failed"]
    assert len(wanted) == 4
    assert {each["AlarmName"]: defined(each) for each in found} == wanted


def test_the_ledger_can_be_put_back_to_any_second(aws, deployed):
    told = aws.client("dynamodb", region=REGION).describe_continuous_backups(TableName=deployed.hub["table_name"])
    recovery = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_events_go_from_the_home_region_to_the_function(aws, deployed):
    bus = deployed.hub["event_bus_arn"]
    for keys, name in (((), "relevo-forward-iam-events"), (aws.member, "relevo-forward-iam-events")):
        home = aws.client("events", *keys, region=HOME)
        rule = home.describe_rule(Name=name)
        assert json.loads(rule["EventPattern"])["source"] == ["aws.iam"]
        (target,) = home.list_targets_by_rule(Rule=name)["Targets"]
        assert target["Arn"] == bus and target["RoleArn"].split(":")[4] == rule["Arn"].split(":")[4]
    here = aws.client("events", region=REGION)
    (target,) = here.list_targets_by_rule(Rule="relevo-iam-events", EventBusName="relevo")["Targets"]
    assert target["Arn"] == deployed.hub["function_arn"]
    assert here.describe_rule(Name="relevo-iam-events", EventBusName="relevo")["EventPattern"] == rule["EventPattern"]


def test_the_members_roles_are_those_of_init(aws, deployed):
    """Names of roles aside; without protected users there is nothing to deny."""
    member, own = aws.client("iam", *aws.member), aws.client("iam")
    for client, prefix, left_out in ((member, "Keys", []), (own, "Own", ["DenyProtectedUsers"])):
        for name in ("Audit", "Enforce"):
            wanted = deploy_policies.statements(f"Relevo{name}")
            for sid in left_out:
                wanted.pop(sid, None)
            found = client.get_role_policy(RoleName=f"{prefix}{name}", PolicyName=f"Relevo{name}")["PolicyDocument"]
            assert whole(found) == wanted
            role = client.get_role(RoleName=f"{prefix}{name}")["Role"]
            trust = deploy_policies.statements("trust")
            if client is own:
                trust[""]["Principal"] = {"AWS": [deploy_policies.HUB, OPERATORS]}
            assert whole(role["AssumeRolePolicyDocument"]) == trust
            assert role["MaxSessionDuration"] == 3600


def hub_roles(deployed):
    """Every role of both hubs: its trust, and what it may do."""
    hub = deploy_policies.statements("RelevoHub")
    arn = f"arn:aws:{{}}:{REGION}:{HUB}:{{}}".format

    def own(name):
        return {
            "WriteLog": allows("WriteLog", arn("logs", f"log-group:/aws/lambda/{name}:*")),
            "UseLedger": allows("UseLedger", arn("dynamodb", f"table/{name}")),
        }

    through = {"StringEquals": {"kms:ViaService": [f"{name}.{REGION}.amazonaws.com" for name in ("ssm", "secretsmanager")]}}
    yield "relevo-hub", trusts("lambda"), hub | own("relevo") | {
        "ReadParameters": allows("ReadParameters", arn("ssm", "parameter/relevo/configuration")),
        "ReadSecret": allows("ReadSecret", deployed.hub["slack_secret_arn"]),
        "Decrypt": allows("Decrypt", arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"), Condition=through),
    }  # fmt: skip
    yield "relevo-small-hub", trusts("lambda"), {"AssumeRoles": hub["AssumeRoles"]} | own("relevo-small") | {
        "ReadParameters": allows("ReadParameters", arn("ssm", "parameter/relevo/slack-token")),
    }  # fmt: skip
    for name, outputs in (("relevo", deployed.hub), ("relevo-small", deployed.small_hub)):
        machine = outputs["state_machine_arn"]
        yield f"{name}-machine", trusts("states", machine), {"CallFunction": allows("CallFunction", outputs["function_arn"])}
        group = arn("scheduler", f"schedule-group/{name}")
        yield f"{name}-schedule", trusts("scheduler", group), {"StartRun": allows("StartRun", machine)}
    rule = f"arn:aws:events:{HOME}:{HUB}:rule/relevo-forward-iam-events"
    yield "relevo-forward", trusts("events", rule), {"SendEvents": allows("SendEvents", deployed.hub["event_bus_arn"])}


def test_the_hub_s_roles_may_do_nothing_else(aws, deployed):
    iam = aws.client("iam")
    wanted = list(hub_roles(deployed))
    made = set(deployed.after["roles", "hub"]) - set(deployed.before["roles", "hub"])
    assert made - {"OwnAudit", "OwnEnforce"} == {name for name, _, _ in wanted}
    for name, trust, policy in wanted:
        assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["relevo"]
        assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []
        found = whole(iam.get_role_policy(RoleName=name, PolicyName="relevo")["PolicyDocument"])
        assert (name, found) == (name, policy)
        assert (name, whole(iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"])) == (name, trust)


def test_the_dashboard_shows_metrics_that_are_written(aws, deployed):
    body = aws.client("cloudwatch", region=REGION).get_dashboard(DashboardName="relevo")["DashboardBody"]
    shown = {name for widget in json.loads(body)["widgets"] for metric in widget["properties"]["metrics"]
             if metric[0] == "Relevo" for name in [metric[1]]}  # fmt: skip
    written = (ROOT / "Sources/LambdaFunction/Output/MetricsLog.swift").read_text()
    assert len(shown) == 8
    assert {name for name in shown if f'Figure("{name}"' not in written} == set()
    assert "KeysHeld" in written and '"Reason"' in written and 'namespace = "Relevo"' in written


def test_the_state_has_no_secret(aws, deployed):
    """The token is where both hubs say, and was there when they were applied last."""
    assert TOKEN in aws.client("secretsmanager", region=REGION).get_secret_value(SecretId="relevo/slack")["SecretString"]
    parameter = aws.client("ssm", region=REGION).get_parameter(Name="/relevo/slack-token", WithDecryption=True)["Parameter"]
    assert parameter["Value"] == TOKEN
    states = {path.name: path.read_text() for path in deployed.folder.glob("*.tfstate*")}
    assert "relevo/slack" in states["terraform.tfstate"]
    assert [name for name, text in states.items() if TOKEN in text] == []


def test_only_the_members_may_send_events(deployed):
    (policy,) = [values["policy"] for address, values in deployed.now.items() if "event_bus_policy" in address]
    organization, accounts = json.loads(policy)["Statement"]
    assert organization["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert sorted(accounts["Principal"]["AWS"]) == [f"arn:aws:iam::{account}:root" for account in (HUB, MEMBER)]


def test_destroying_leaves_nothing(aws, deployed):
    # What isn't seen while it is there wouldn't be missed afterwards.
    seen = {name for name in deployed.before if deployed.before[name] != deployed.after[name]}
    at_home = {(service, HOME) for service in [*LISTS, "groups", "alarms", "dashboards"]}
    assert set(deployed.before) - seen == at_home | {("events", "member", REGION)}
    deployed.destroy()
    assert left(aws) == deployed.before
