"""The state machine: what it is made of, and what it does with every answer of the function."""

import itertools
import json
import sys
import time
from pathlib import Path

import functions
import pytest
from conftest import ended, started_estate

DEPLOY = Path(__file__).resolve().parent.parent.parent / "Deploy"
BOOTSTRAP = Path(__file__).with_name("fixtures") / "told_bootstrap.py"
ACCOUNTS = ["111111111111", "222222222222"]
RUN = "run-1"
NAMES = (f"told-{number}" for number in itertools.count())
# Seconds after which Lambda ends a call of the function.
LONGEST_CALL = 900
# How often a call that ended with this error is repeated.
MOST = {"LeaseHeld": 35, "Lambda.TooManyRequestsException": 10, "Failed": 3, "Sandbox.Timedout": 3}


def definition(function="arn:aws:lambda:us-east-1:111111111111:function:relevo", concurrency=20):
    """The machine, with the two substitutions as Terraform and CloudFormation make them."""
    text = (DEPLOY / "relevo.asl.json").read_text()
    text = text.replace("${FunctionArn}", function).replace("${ScanConcurrency}", str(concurrency))
    assert "${" not in text
    return json.loads(text)


def states(machine):
    """(name, state) of every state, those within the Map too."""
    for name, state in machine["States"].items():
        yield name, state
        if state["Type"] == "Map":
            yield from states(state["ItemProcessor"])


def reached(machine):
    found, ahead = set(), [machine["StartAt"]]
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        state = machine["States"][name]
        ahead += [each["Next"] for each in [*state.get("Choices", []), *state.get("Catch", [])]]
        ahead += [state[key] for key in ("Next", "Default") if key in state]
    return found


def test_every_state_is_reached_and_says_what_it_does():
    machine = definition()
    assert reached(machine) == set(machine["States"])
    inner = machine["States"]["ScanAccounts"]["ItemProcessor"]
    assert reached(inner) == set(inner["States"])
    assert all(state["Comment"].endswith(".") for _, state in states(machine))


def test_every_call_is_repeated_alike():
    tasks = {name: state for name, state in states(definition()) if state["Type"] == "Task"}
    assert set(tasks) == {"Start", "ScanAccount", "Decide", "Act", "Finish"}
    refused, held, throttled, rest = tasks["Start"]["Retry"]
    assert refused == {"ErrorEquals": ["Refused"], "MaxAttempts": 0}
    assert held == {"ErrorEquals": ["LeaseHeld"], "IntervalSeconds": 30, "BackoffRate": 1, "MaxAttempts": MOST["LeaseHeld"]}
    # `decide` and `act` hold the lease for as long as their calls last.
    assert held["IntervalSeconds"] * held["MaxAttempts"] > LONGEST_CALL
    assert throttled == {
        "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 5, "BackoffRate": 2, "MaxDelaySeconds": 60,
        "MaxAttempts": MOST["Lambda.TooManyRequestsException"], "JitterStrategy": "FULL",
    }  # fmt: skip
    assert rest == {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 65, "BackoffRate": 1, "MaxAttempts": MOST["Failed"]}
    for task in tasks.values():
        assert task["Retry"] == tasks["Start"]["Retry"]
        assert task["TimeoutSeconds"] > LONGEST_CALL


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machine")
    process, aws = started_estate(folder, "aws", "--seed-users", "0")
    aws.post("step-functions", retryScale=0.001)
    iam = aws.client("iam")
    role = functions.role(iam, "told", "lambda.amazonaws.com")
    aws.machine_role = functions.role(iam, "machine", "states.amazonaws.com", ("lambda:InvokeFunction", "*"))
    aws.zipped = functions.packed(f"#!{sys.executable}\n{BOOTSTRAP.read_text()}".encode())
    aws.function_role = role
    yield aws
    ended(process)


ANSWERS = {
    "start": [{"overtaken": False, "run": RUN, "accounts": ACCOUNTS}],
    "scan/111111111111": [{"overtaken": False, "account": ACCOUNTS[0], "complete": True, "why": None}],
    "scan/222222222222": [{"overtaken": False, "account": ACCOUNTS[1], "complete": True, "why": None}],
    "decide": [{"overtaken": False, "more": False, "actions": 3, "held": 2}],
    "act": [{"overtaken": False, "more": False}],
    "finish": [{"overtaken": False, "exitStatus": 0, "exitReasons": []}],
}
OVERTAKEN = {"overtaken": True}
FAILED, REFUSED = ({"errorType": name} for name in ("Failed", "Refused"))
FINISHED = ANSWERS["finish"][0]


@pytest.fixture
def execution(aws, tmp_path):
    """Runs the machine with other answers: how it ended, and the events that the function got."""

    def run(**answers):
        name = next(NAMES)
        told = {key.replace("_", "/"): value for key, value in answers.items()}
        story = tmp_path / name
        story.mkdir()
        (story / "answers.json").write_text(json.dumps(ANSWERS | told))
        variables = {"STORY": str(story)}
        arn = functions.create(aws.client("lambda"), name, aws.function_role, aws.zipped, variables=variables)["FunctionArn"]
        client = aws.client("stepfunctions")
        machine = client.create_state_machine(
            name=name, definition=json.dumps(definition(arn)), roleArn=aws.machine_role)["stateMachineArn"]  # fmt: skip
        aws.get("lambda?reset=1")
        begun = client.start_execution(stateMachineArn=machine, name="day")["executionArn"]
        for _ in range(1200):
            found = client.describe_execution(executionArn=begun)
            if found["status"] != "RUNNING":
                return found, [each["event"] for each in aws.get("lambda")["invocations"]]
            time.sleep(0.05)
        raise AssertionError("the execution didn't end")

    return run


def stages(events):
    """The names of the events in their order; scans go side by side, so theirs are one."""
    names = [next(iter(event)) for event in events]
    return [name for place, name in enumerate(names) if name != "scan" or names[place - 1] != "scan"]


def output(found):
    assert found["status"] == "SUCCEEDED", found
    return json.loads(found["output"])


def test_an_ordinary_run(execution):
    found, events = execution()
    assert output(found) == FINISHED
    assert stages(events) == ["start", "scan", "decide", "act", "finish"]
    assert events[0]["start"]["execution"] == found["executionArn"]
    assert events[0]["start"]["at"].startswith("20") and events[0]["start"]["at"].endswith("Z")
    scans = [event["scan"] for event in events if "scan" in event]
    assert sorted(scans, key=str) == [{"run": RUN, "account": account} for account in ACCOUNTS]
    assert [event for event in events if "scan" not in event][1:] == [{name: {"run": RUN}} for name in ("decide", "act", "finish")]


def test_an_account_takes_seven_events_of_the_history(aws, execution):
    """A history may have 25,000, so more than 3,500 accounts don't fit; Deploy/terraform/hub/README.md says 3,000."""
    lengths = []
    for accounts in (ACCOUNTS, ACCOUNTS[:1]):
        found, _ = execution(start=[{"overtaken": False, "run": RUN, "accounts": accounts}])
        history = aws.client("stepfunctions").get_execution_history(executionArn=found["executionArn"], maxResults=1000)
        lengths.append(len(history["events"]))
    assert lengths[0] - lengths[1] == 7


def test_it_acts_until_nothing_is_left(execution):
    more = {"overtaken": False, "more": True}
    found, events = execution(act=[more, more, ANSWERS["act"][0]])
    assert output(found) == FINISHED
    assert stages(events) == ["start", "scan", "decide", "act", "act", "act", "finish"]


def test_it_decides_until_the_plan_is_made(execution):
    more = {"overtaken": False, "more": True}
    found, events = execution(decide=[more, more, ANSWERS["decide"][0]])
    assert output(found) == FINISHED
    assert stages(events) == ["start", "scan", "decide", "decide", "decide", "act", "finish"]


@pytest.mark.parametrize("stage", ["start", "decide", "act", "finish"])
def test_a_run_that_was_overtaken_ends_well(execution, stage):
    found, events = execution(**{stage: [OVERTAKEN]})
    assert found["status"] == "SUCCEEDED"
    assert stages(events)[-1] == stage


def test_without_accounts_it_decides_all_the_same(execution):
    found, events = execution(start=[{"overtaken": False, "run": RUN, "accounts": []}])
    assert output(found) == FINISHED
    assert stages(events) == ["start", "decide", "act", "finish"]


@pytest.mark.parametrize("error, calls", [(FAILED, 4), (REFUSED, 1)])
def test_an_account_that_cannot_be_scanned_ends_nothing(execution, error, calls):
    found, events = execution(scan_222222222222=[error])
    assert output(found) == FINISHED
    assert len([event for event in events if event.get("scan", {}).get("account") == ACCOUNTS[1]]) == calls


@pytest.mark.parametrize("stage", ["start", "decide", "act", "finish"])
def test_what_must_be_changed_by_somebody_is_not_repeated(execution, stage):
    found, events = execution(**{stage: [REFUSED]})
    assert (found["status"], found["error"]) == ("FAILED", "Refused")
    assert stages(events)[-2:].count(stage) == 1


@pytest.mark.parametrize("error, most", MOST.items())
def test_what_may_work_later_is_repeated(execution, error, most):
    found, events = execution(decide=[*[{"errorType": error}] * most, ANSWERS["decide"][0]])
    assert output(found) == FINISHED
    assert stages(events).count("decide") == most + 1


@pytest.mark.parametrize("error, most", MOST.items())
def test_but_not_for_ever(execution, error, most):
    found, events = execution(act=[{"errorType": error}])
    assert (found["status"], found["error"]) == ("FAILED", error)
    assert stages(events).count("act") == most + 1
