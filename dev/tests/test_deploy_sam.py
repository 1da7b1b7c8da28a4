"""The SAM template: cfn-lint and the SAM translator accept it, and it deploys what the Terraform module does."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from sam_template import FILE, Template, document
from terraform_workspace import MODULES

TRANSLATE = """
import json, sys
from samtranslator.translator.transform import transform

class NoManagedPolicies:
    def load(self):
        return {}

json.dump(transform(json.load(sys.stdin), {}, NoManagedPolicies()), sys.stdout)
"""


def with_module(name):
    """A Python that has this module: our own, or the one of the PATH."""
    for python in (sys.executable, shutil.which("python3", path=outside())):
        if python and subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0:
            return python
    pytest.skip(f"{name} is not installed")


def outside():
    """The PATH without the virtual environment's own folder."""
    own = os.path.dirname(sys.executable)
    return os.pathsep.join(each for each in os.environ["PATH"].split(os.pathsep) if each != own)


def lint(path):
    python = with_module("cfnlint")
    run = "import sys; from cfnlint.runner import main; sys.exit(main())"
    return subprocess.run([python, "-c", run, str(path)], capture_output=True, text=True)


def test_cfn_lint_accepts_it():
    done = lint(FILE)
    assert (done.returncode, done.stdout) == (0, "")


def test_cfn_lint_refuses_a_mistake(tmp_path):
    """So that the test above can fail."""
    wrong = tmp_path / "template.yaml"
    wrong.write_text(FILE.read_text().replace("provided.al2023", "provided.al2099"))
    assert "provided.al2099" in lint(wrong).stdout


@pytest.fixture(scope="module")
def translated():
    python = with_module("samtranslator")
    template = document()
    # `sam deploy` uploads both and puts their places in here.
    template["Resources"]["Function"]["Properties"]["CodeUri"] = "s3://bucket/function"
    template["Resources"]["Machine"]["Properties"]["DefinitionUri"] = "s3://bucket/machine"
    environment = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-1"}
    done = subprocess.run(
        [python, "-c", TRANSLATE], input=json.dumps(template), capture_output=True, text=True, env=environment)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["Resources"]


def test_the_translator_makes_the_function_and_the_machine(translated):
    assert translated["Function"]["Type"] == "AWS::Lambda::Function"
    machine = translated["Machine"]["Properties"]
    assert machine["DefinitionS3Location"] == {"Bucket": "bucket", "Key": "machine"}
    assert set(machine["DefinitionSubstitutions"]) == {"FunctionArn", "ScanConcurrency"}
    made = [each["Type"] for each in translated.values()]
    assert made.count("AWS::Scheduler::Schedule") == made.count("AWS::DynamoDB::Table") == 1
    assert made.count("AWS::CloudWatch::Alarm") == 2
    # Every role is written in the template; the translator adds none.
    roles = [name for name, each in translated.items() if each["Type"] == "AWS::IAM::Role"]
    assert sorted(roles) == ["AuditRole", "EnforceRole", "FunctionRole", "MachineRole", "ScheduleRole"]


def test_it_uses_the_one_state_machine():
    machine = document()["Resources"]["Machine"]["Properties"]
    assert (FILE.parent / machine["DefinitionUri"]).resolve() == MODULES.parent / "relevo.asl.json"


def test_its_function_and_schedule_are_the_terraform_module_s():
    """The numbers that both have; `terraform_tables` reads the module's defaults."""
    import terraform_tables

    defaults = {name: given.get("default", "").strip('"') for name, given in terraform_tables.blocks(MODULES / "hub", "variable")}
    template = Template(ExternalId="relevo-demo")
    function, schedule = template.resource("Function"), template.resource("DailySchedule")
    assert str(function["Timeout"]) == defaults["timeout"]
    assert function["MemorySize"] == defaults["memory_size"]
    assert function["Architectures"] == [defaults["architecture"]]
    assert schedule["ScheduleExpression"] == defaults["schedule"]
    assert schedule["ScheduleExpressionTimezone"] == defaults["time_zone"]
    assert template.resource("FunctionLog")["RetentionInDays"] == defaults["log_retention_days"]
    assert template.resource("DidNotRunAlarm")["EvaluationPeriods"] == defaults["did_not_run_hours"]
    assert template.resource("Machine")["DefinitionSubstitutions"]["ScanConcurrency"] == defaults["scan_concurrency"]


def test_the_ledger_is_protected():
    """It also stays when the stack is deleted, or when a change would replace it."""
    ledger = document()["Resources"]["Ledger"]
    assert (ledger["DeletionPolicy"], ledger["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert ledger["Properties"]["DeletionProtectionEnabled"] is True
    assert ledger["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
