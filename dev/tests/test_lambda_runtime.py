import os
import threading
import time

import functions
import pytest
from conftest import Estate, ended, started_estate
from refusals import refused

NAMES = iter(f"watch-{number}" for number in range(1000))


@pytest.fixture(scope="module")
def hub(estate):
    """The role of the tests' functions."""
    return functions.role(estate.client("iam"), "watch", "lambda.amazonaws.com", ("*", "*"))


@pytest.fixture
def clients(estate):
    yield estate.client("lambda")
    estate.post("lambda", forget=True)


@pytest.fixture
def made(estate, hub, clients):
    """A function's name, and how to ask it."""

    def make(zipped=None, **more):
        name = next(NAMES)
        functions.create(clients, name, hub, zipped, **more)
        return lambda event, kind="RequestResponse": functions.invoke(clients, name, event, kind)

    return make


def invocations(estate):
    return estate.get("lambda")["invocations"]


def wait_until_begun(estate, gate, count=1):
    """Returns when so many processes have an event that waits for this gate."""
    for _ in range(400):
        # The stand-in prints a line as soon as it has the event.
        begun = [each for each in invocations(estate) if each["lines"] and "until" in each["event"]]
        if sum(each["event"]["until"] == str(gate) for each in begun) == count:
            return
        time.sleep(0.05)
    raise AssertionError(f"no {count} events began: {invocations(estate)}")


def test_the_uploaded_bootstrap_answers_and_stays(estate, made):
    ask = made(variables={"RELEVO_LOG": "debug", "AWS_REGION": "no"})
    first, error = ask({"environment": 1})
    again, _ = ask({"environment": 1})
    assert error is None and (first["count"], again["count"]) == (1, 2)
    told, headers = first["variables"], first["headers"]
    assert told["RELEVO_LOG"] == "debug" and told["AWS_REGION"] == "us-east-1"
    assert told["LAMBDA_TASK_ROOT"] == first["folder"] and "TZDIR" not in told
    assert told["AWS_ENDPOINT_URL"] == estate.endpoint and told["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert headers["Lambda-Runtime-Invoked-Function-Arn"].endswith(f":function:{told['AWS_LAMBDA_FUNCTION_NAME']}")
    assert 15 < int(headers["Lambda-Runtime-Deadline-Ms"]) / 1000 - time.time() <= 20
    assert headers["Lambda-Runtime-Trace-Id"].startswith("Root=1-")
    last = invocations(estate)[-1]
    assert last["event"] == {"environment": 1} and last["lines"] == ["event ['environment']"] and last["ms"] >= 0


def test_it_lives_on_the_local_aws_s_day(estate, made):
    ask = made()
    for day in ("2026-05-01", "2026-05-02"):
        estate.post("clock", now=day)
        assert ask({})[0]["variables"]["RELEVO_ON"] == f"{day}T12:00:00Z"


def test_each_of_several_at_once_has_an_environment_of_its_own(estate, made, tmp_path):
    ask, gate = made(), tmp_path / "gate"
    found = []
    threads = [threading.Thread(target=lambda: found.append(ask({"until": str(gate)})[0])) for _ in range(3)]
    for each in threads:
        each.start()
    wait_until_begun(estate, gate, 3)
    gate.touch()
    for each in threads:
        each.join()
    assert [each["count"] for each in found] == [1, 1, 1]
    assert len({each["variables"]["AWS_ACCESS_KEY_ID"] for each in found}) == 3


def test_no_more_at_once_than_are_reserved(estate, clients, made, tmp_path):
    ask, gate = made(), tmp_path / "gate"
    ask({})
    name = clients.list_functions()["Functions"][-1]["FunctionName"]
    clients.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=1)
    busy = threading.Thread(target=lambda: functions.invoke(clients, name, {"until": str(gate)}))
    busy.start()
    wait_until_begun(estate, gate)
    with refused("TooManyRequestsException", 429):
        ask({})
    gate.touch()
    busy.join()
    assert ask({})[1] is None


def test_an_error_that_it_tells_is_a_function_error(made):
    ask = made()
    told, error = ask({"fail": "LeaseHeld"})
    assert error == "Unhandled" and told == {"errorType": "LeaseHeld", "errorMessage": "LeaseHeld"}
    assert ask({})[0]["count"] == 1


def test_a_process_that_ends_is_a_function_error_and_is_replaced(made):
    ask = made()
    told, error = ask({"exit": 3})
    assert (told["errorType"], error) == ("Runtime.ExitError", "Unhandled")
    assert told["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    assert ask({"exit": 0})[0]["errorMessage"].endswith("Runtime exited without providing a reason")
    assert ask({})[0]["count"] == 1


def test_one_that_takes_too_long_is_ended(made):
    ask = made(Timeout=1)
    ask({})
    told, error = ask({"sleep": 30})
    assert (told["errorType"], error) == ("Sandbox.Timedout", "Unhandled")
    assert told["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert ask({})[0]["count"] == 1


def test_what_can_t_start_says_why(made):
    told, error = made(variables={"FAIL_TO_START": "1"})({})
    assert (told, error) == ({"errorType": "Refused", "errorMessage": "no configuration"}, "Unhandled")
    told, _ = made(functions.packed(mode=0o644))({})
    assert told["errorType"] == "Runtime.InvalidEntrypoint" and told["errorMessage"].endswith("permission denied")


def test_an_answer_over_six_megabytes_is_an_error(made):
    ask = made()
    told, error = ask({"large": 6_300_000})
    assert (told["errorType"], error) == ("Function.ResponseSizeTooLarge", "Unhandled")
    assert ask({})[0]["count"] == 2


def test_an_asynchronous_event_is_tried_three_times(estate, made):
    scale = estate.post("step-functions", retryScale=0.001)["retryScale"]
    ask = made()
    estate.get("lambda?reset=1")
    assert ask({"fail": "Failed"}, "Event") == (None, None)
    for _ in range(100):
        if len(invocations(estate)) == 3 and invocations(estate)[-1]["error"]:
            break
        time.sleep(0.1)
    # A fourth attempt would begin after another pause of two minutes.
    time.sleep(120 * scale + 0.5)
    assert [each["error"]["errorType"] for each in invocations(estate)] == ["Failed"] * 3


def test_a_deadline_may_be_shortened(estate, made):
    ask = made()
    estate.post("lambda", deadlineSeconds=1, event="sleep")
    assert ask({"sleep": 5})[0]["errorType"] == "Sandbox.Timedout"
    estate.post("lambda", deadlineSeconds=None)
    assert ask({"sleep": 1.2})[1] is None


@pytest.fixture
def table(estate):
    client = estate.client("dynamodb")
    client.create_table(
        TableName="written", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])  # fmt: skip
    yield client
    client.delete_table(TableName="written")


def put(name):
    return {"call": ["dynamodb", "put_item", {"TableName": "written", "Item": {"pk": {"S": name}}}]}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_is_killed_at_its_nth_write(estate, made, table, when):
    ask = made()
    estate.post("lambda", killAtWrite=2, when=when)
    assert ask(put("1"))[1] is None
    assert ask(put("2"))[0]["errorMessage"].endswith("Runtime exited with error: signal: killed")
    assert table.scan(TableName="written")["Count"] == (1 if when == "before" else 2)
    # Only once.
    assert ask(put("3"))[1] is None
    assert estate.get("lambda")["trouble"]["killed"] == 1


def test_writes_with_another_role_s_credentials_are_its_own(estate, made):
    account = estate.new_account()
    key = estate.post("users", accountId=account, userName="una", keys=[{}])["keys"][0]["accessKeyId"]
    off = ["update_access_key", {"UserName": "una", "AccessKeyId": key, "Status": "Inactive"}]
    estate.post("lambda", killAtWrite=1, when="before")
    ask = made()
    told, _ = ask({"chain": [f"arn:aws:iam::{account}:role/RelevoEnforce", *off]})
    assert told["errorMessage"].endswith("signal: killed")
    assert estate.users_of(account)["una"]["keys"][0]["status"] == "Active"
    ask({"chain": [f"arn:aws:iam::{account}:role/RelevoEnforce", *off]})
    assert estate.users_of(account)["una"]["keys"][0]["status"] == "Inactive"


def test_processes_are_killed_by_a_call_and_live_later(estate, made):
    ask = made()
    estate.post("lambda", laterAfterKill=62, variables={"MORE": "1"})
    found = []
    asked = threading.Thread(target=lambda: found.append(ask({"sleep": 30})[0]))
    asked.start()
    for _ in range(100):
        if estate.post("lambda", kill=True, event="sleep")["killedNow"]:
            break
        time.sleep(0.1)
    asked.join()
    assert found[0]["errorType"] == "Runtime.ExitError"
    told = ask({})[0]
    assert told["variables"]["FAULTS_LATER"] == "62" and told["variables"]["MORE"] == "1"
    assert int(told["headers"]["Lambda-Runtime-Deadline-Ms"]) / 1000 - time.time() > 62


def gone(pid):
    """Whether a process is gone, now or within a second."""
    for _ in range(20):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_copy_has_processes_of_its_own_and_none_outlives_its_server(tmp_path):
    process, estate = started_estate(tmp_path, "functions", "--seed-users", "0")
    try:
        role = functions.role(estate.client("iam"), "watch", "lambda.amazonaws.com", ("*", "*"))
        functions.create(estate.client("lambda"), "watch", role)
        here, _ = functions.invoke(estate.client("lambda"), "watch", {})
        copy = Estate(f"http://127.0.0.1:{estate.post('fork')['port']}", estate.manifest)
        there, _ = functions.invoke(copy.client("lambda"), "watch", {})
        assert there["count"] == 1 and there["variables"]["AWS_ENDPOINT_URL"] == copy.endpoint
        again, _ = functions.invoke(estate.client("lambda"), "watch", {})
        assert (again["count"], again["pid"]) == (2, here["pid"])
    finally:
        ended(process)
    assert gone(here["pid"]) and gone(there["pid"])
