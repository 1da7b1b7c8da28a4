import json
import time

import functions
import pytest
from botocore.exceptions import ClientError

MACHINE = iter(f"machine-{number}" for number in range(1000))


def lambda_task(function, payload, **more):
    return {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": function, "Payload": payload}, "ResultSelector": {"told.$": "$.Payload"}, **more,
    }  # fmt: skip


def ended(client, machine, **more):
    """The execution, once it is over."""
    arn = client.start_execution(stateMachineArn=machine, **more)["executionArn"]
    for _ in range(400):
        found = client.describe_execution(executionArn=arn)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.05)
    raise AssertionError("the execution didn't end")


@pytest.fixture(scope="module")
def function(guarded):
    admin = guarded.post(
        "users", accountId="111111111111", userName="admin", keys=[{}],
        policies={"all": functions.policy(("*", "*"))})["keys"][0]  # fmt: skip
    clients = {name: guarded.client(name, admin["accessKeyId"], admin["secretAccessKey"])
               for name in ("iam", "lambda", "stepfunctions")}  # fmt: skip
    role = functions.role(clients["iam"], "stand-in", "lambda.amazonaws.com")
    clients["arn"] = functions.create(clients["lambda"], "stand-in", role)["FunctionArn"]
    return clients


@pytest.fixture
def machine(function):
    """A state machine with these states, whose role may invoke the function."""

    def make(states, *, allowed=None, start="A"):
        name = next(MACHINE)
        may = [("lambda:InvokeFunction", allowed or function["arn"])]
        role = functions.role(function["iam"], name, "states.amazonaws.com", *may)
        definition = json.dumps({"StartAt": start, "States": states})
        made = function["stepfunctions"].create_state_machine(name=name, definition=definition, roleArn=role)
        return made["stateMachineArn"]

    return make


def test_a_machine_runs_with_its_own_role(function, machine):
    states = {"A": lambda_task(function["arn"], {"decide": {"run": "r"}}, End=True)}
    found = ended(function["stepfunctions"], machine(states))
    assert found["status"] == "SUCCEEDED"
    assert json.loads(found["output"]) == {"told": {"overtaken": False, "more": False, "actions": 3, "held": 2}}
    found = ended(function["stepfunctions"], machine(states, allowed=f"{function['arn']}-other"))
    assert found["status"] == "FAILED" and found["error"] == "Lambda.AccessDeniedException"
    assert function["stepfunctions"].describe_execution(executionArn=found["executionArn"])["name"]


def test_its_context_is_what_aws_gives(guarded, function, machine):
    guarded.post("clock", now="2026-05-01T12:00:00Z")
    shown = {"at.$": "$$.Execution.StartTime", "id.$": "$$.Execution.Id"}
    found = ended(function["stepfunctions"], machine({"A": {"Type": "Pass", "Parameters": shown, "End": True}}))
    assert json.loads(found["output"]) == {"at": "2026-05-01T12:00:00.000Z", "id": found["executionArn"]}


def test_waits_before_a_new_attempt_may_be_shortened(guarded, function, machine):
    guarded.post("step-functions", retryScale=0.001)
    retry = [{"ErrorEquals": ["LeaseHeld"], "IntervalSeconds": 65, "MaxAttempts": 3, "BackoffRate": 1}]
    states = {"A": lambda_task(function["arn"], {"fail": "LeaseHeld"}, Retry=retry, End=True)}
    guarded.get("lambda?reset=1")
    begun = time.monotonic()
    found = ended(function["stepfunctions"], machine(states))
    assert (found["status"], found["error"]) == ("FAILED", "LeaseHeld") and time.monotonic() - begun < 15
    assert len(guarded.get("lambda")["invocations"]) == 4


def test_what_terraform_asks_is_answered(function, machine):
    client = function["stepfunctions"]
    good = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    assert client.validate_state_machine_definition(definition=json.dumps(good))["result"] == "OK"
    bad = client.validate_state_machine_definition(definition='{"StartAt": "A"}')
    assert bad["result"] == "FAIL" and bad["diagnostics"][0]["severity"] == "ERROR"
    arn = machine(good["States"])
    assert client.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"] == []
    for _ in range(2):
        client.update_state_machine(stateMachineArn=arn, definition=json.dumps(good), publish=True)
    listed = client.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [each["stateMachineVersionArn"] for each in listed] == [f"{arn}:2", f"{arn}:1"]
    with pytest.raises(ClientError):
        client.list_state_machine_versions(stateMachineArn=f"{arn}-none")
