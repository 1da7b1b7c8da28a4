"""What may be done where: `relevo init`, Deploy/policies and the SAM template say the same.

DeployPoliciesTests.swift compares what `relevo init` prints with Deploy/policies, and test_deploy_applied.py the roles that
Terraform made.
"""

import re
from pathlib import Path

import deploy_policies
import pytest
from deploy_policies import EXTERNAL_ID, HUB, PROTECTED, by_sid
from sam_template import Template

ROOT = Path(__file__).resolve().parent.parent.parent


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


def test_the_template_s_function_may_do_what_the_hub_may(template):
    found = by_sid(template.resource("FunctionRole")["Policies"][0]["PolicyDocument"])
    hub = deploy_policies.statements("RelevoHub")
    assert {sid: found.pop(sid) for sid in hub} == hub
    assert found.pop("UseLedger")["Resource"] == ["LEDGER"]
    assert {sid: each["Resource"] for sid, each in found.items()} == {
        "WriteLog": ["LOG:*"],
        "ReadConfiguration": ["arn:aws:ssm:eu-west-1:111111111111:parameter/relevo/configuration"],
        "ReadTokenParameter": ["arn:aws:ssm:eu-west-1:111111111111:parameter/token"],
        "ReadTokenSecret": ["arn:aws:secretsmanager:eu-west-1:111111111111:secret:relevo/slack-??????"],
    }


def test_the_ledger_is_used_with_the_calls_that_the_error_names():
    """DynamoDBLedger tells which permissions are needed."""
    source = (ROOT / "Sources/DynamoDBLedger/DynamoDBLedger.swift").read_text()
    sentence = re.search(r"allow dynamodb:GetItem, .*? on that table", re.sub(r'"\s*\+ "', "", source)).group()
    named = {f"dynamodb:{word}" for word in re.findall(r"[A-Z]\w+", sentence)}
    template = Template(attributes={("Ledger", "Arn"): "LEDGER", ("FunctionLog", "Arn"): "LOG"}, ExternalId=EXTERNAL_ID)
    found = by_sid(template.resource("FunctionRole")["Policies"][0]["PolicyDocument"])
    assert set(found["UseLedger"]["Action"]) == named
    role = (ROOT / "Deploy/terraform/hub/role.tf").read_text()
    assert set(re.findall(r'"(dynamodb:\w+)"', role)) == named


def test_a_smaller_deployment_may_do_less():
    template = Template(attributes={("Ledger", "Arn"): "LEDGER", ("FunctionLog", "Arn"): "LOG"}, ExternalId=EXTERNAL_ID)
    found = by_sid(template.resource("FunctionRole")["Policies"][0]["PolicyDocument"])
    assert set(found) == {"AssumeRoles", "WriteLog", "UseLedger"}
