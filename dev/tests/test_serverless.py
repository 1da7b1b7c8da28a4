"""The deployed function: the zip's own program behind the state machine that Deploy/ describes, on the local AWS."""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import functions
import pytest
from botocore.exceptions import ClientError
from conftest import ended, started_estate
from demonstration.stage import ROOT
from faults import deployed, killing, preload, scenes
from faults.bench import Bench
from faults.evidence import Evidence
from faults.faults import One, Slow
from faults.judge import judge, repeats
from faults.world import CHANNEL
from serverless import iam_events, ladder
from serverless.cloud import Cloud
from serverless.sides import Sides

NAMES = ("relevo", "local-slack", "LambdaFunction")
PROGRAMS = [ROOT / ".build/debug" / name for name in NAMES]
HUB, SHOP = "111111111111", "222222222222"
LEDGER = f"aws/{HUB}/dynamodb:TransactWriteItems"
needs_programs = pytest.mark.skipif(
    not all(each.exists() for each in PROGRAMS), reason=f"not built: {', '.join(NAMES)} (swift build)")  # fmt: skip


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory):
    """A busy day of the deployed function, up to its morning, and how it goes without trouble."""
    folder = tmp_path_factory.mktemp("deployed") / "now"
    *programs, function = PROGRAMS
    with Bench(ROOT, folder, programs, 1, function) as bench:
        yield killing.Rehearsal(bench, next(each for each in scenes.ALL if each.name == "deployed"))


def lived(rehearsal, most_repeats=0, **trouble):
    """(how the day's execution ended, the function's invocations, what was broken), after a normal run."""
    day, scene = rehearsal.bench.day, rehearsal.scene
    with rehearsal.bench.seat(rehearsal.past) as world:
        acted = deployed.run(world, day + scenes.HOUR, **trouble)
        asked = deployed.invocations(world)
        scene.after(world, day)
        found = Evidence(world)
        wrong = judge(rehearsal.quiet, found, most_repeats)
        unsound = world.verify()
        return acted, asked, [*wrong, *([unsound] if unsound else [])], repeats(rehearsal.quiet, found)[0]


def of(asked, stage):
    return [each for each in asked if stage in (each["event"] or {})]


def cases(*some, more):
    """Some cases, and more of them with `--whole`."""
    return [*some, *(pytest.param(*each, marks=pytest.mark.more) for each in more)]


# The stages, a new key and its rotation, an account that denies us and lets us in again, the deactivation, and the last
# day; CI has no time for all.
EVENTFUL = (0, 6, 8, 9, ladder.DENIED, ladder.DENIED + 1, 16, 21, ladder.LADDER.days - 1)


@needs_programs
@pytest.mark.parametrize(
    "days", [EVENTFUL, pytest.param(range(ladder.LADDER.days), marks=pytest.mark.more)], ids=["eventful", "all"])
def test_the_ladder_is_the_same_both_ways(tmp_path, days):
    with Sides(tmp_path / "sides", PROGRAMS, faster=preload.faster(preload.build(tmp_path))) as sides:
        for number in days:
            _, _, wrong = sides.day(number)
            assert not wrong
        # 3: an account is unknown.
        assert sides.statuses == [3 if number == ladder.DENIED else 0 for number in days]
        messages, deactivated = sides.told()
        assert messages > 30 and deactivated >= 3
        assert [*sides.differences(), *sides.verdicts()] == []


@needs_programs
def test_two_executions_at_the_same_minute_are_one_run_or_one_after_the_other(rehearsal):
    acted, asked, wrong, again = lived(rehearsal, executions=2)
    assert acted.status == 0, acted.err
    assert len(of(asked, "start")) >= 2 and not wrong and not again


@needs_programs
@pytest.mark.parametrize(("number", "when"), cases(
    (9, "after"), more=[(1, "before"), (1, "after"), (4, "before"), (4, "after"), (9, "before")]))  # fmt: skip
def test_killed_in_the_middle_of_act(rehearsal, number, when):
    acted, asked, wrong, _ = lived(rehearsal, most_repeats=1, event="act", killAtWrite=number, when=when)
    assert acted.status < 0, acted.err
    assert len(of(asked, "act")) >= 2 and of(asked, "act")[0]["error"]["errorType"] == "Runtime.ExitError"
    assert not wrong


@needs_programs
@pytest.mark.parametrize(("number", "kind"), cases(
    (6, "lost"), more=[(2, "lost"), (2, "half"), (6, "half"), (12, "lost"), (12, "half")]))  # fmt: skip
def test_an_answer_of_dynamodb_is_lost(rehearsal, number, kind):
    plan = One(f"{LEDGER}#{number}", kind)
    acted, _, wrong, _ = lived(rehearsal, plan=plan)
    assert plan.struck and acted.status == 0, acted.err
    assert not wrong


@needs_programs
def test_an_event_of_iam_that_comes_three_times_is_told_once(rehearsal):
    with rehearsal.bench.seat(rehearsal.past) as world:
        deployed.prepare(world, rehearsal.bench.day)
        made = world.change("keys", {"accountId": SHOP, "userName": "bruno", "by": "bruno"})["accessKeyId"]
        event = iam_events.recorded(deployed.clients(world), world.manifest, SHOP, "CreateAccessKey")[0]
        assert event["detail"]["responseElements"]["accessKey"]["accessKeyId"] == made
        # Two at once, as Lambda may deliver them, and one later.
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(lambda _: called(world, event), range(2)))
        deployed.prepare(world, world.now + scenes.MINUTE)
        told.append(called(world, event))
        assert [answer["told"] for answer in told].count(True) == 1, told
        assert places(world, made) == {"U0BRUNO": 1, CHANNEL: 1}
        # Nor does the day's run tell it again.
        assert deployed.run(world, rehearsal.bench.day + scenes.HOUR).status == 0
        assert places(world, made) == {"U0BRUNO": 1, CHANNEL: 1}


def called(world, event):
    """What the function answers in the end: Lambda calls it again, a minute after an error."""
    for _ in range(5):
        answer, error = deployed.invoke(world, event)
        if not error:
            return answer
        time.sleep(1)
        deployed.prepare(world, world.now + scenes.MINUTE)
    raise AssertionError(answer)


def places(world, key):
    """How often each place was told of a new key."""
    return Counter(said.place for said in Evidence(world).said if said.kind == "newKey" and said.key == key)


@needs_programs
def test_a_run_that_takes_longer_than_a_call_takes_several(rehearsal):
    # A call with less than two minutes uses half of them.
    acted, asked, wrong, again = lived(
        rehearsal, plan=Slow("slack", "chat.postMessage", 0.6), event="act", deadlineSeconds=10)  # fmt: skip
    assert acted.status == 0, acted.err
    acts = of(asked, "act")
    assert len(acts) >= 2 and [each["answer"]["more"] for each in acts] == [True] * (len(acts) - 1) + [False]
    assert not wrong and not again


@needs_programs
def test_all_of_a_run_in_one_call_and_what_people_ask_for_before(rehearsal):
    day, scene = rehearsal.bench.day, rehearsal.scene
    with rehearsal.bench.seat(rehearsal.past) as world:
        deployed.prepare(world, day + scenes.HOUR)
        planned, error = deployed.invoke(world, {"plan": {}})
        assert not error and {each["kind"] for each in planned["actions"]} >= {"notice", "deactivate"}, planned
        # A preview looks people up, and opens no conversation with them.
        asked = {each.label.partition("/")[0] for each in world.slack_gate.seen}
        assert "users.info" in asked and not asked & {"conversations.open", "chat.postMessage"}, asked
        examined, error = deployed.invoke(world, {"doctor": {}})
        assert not error and {each["status"] for each in examined["checks"]} >= {"passed"}, examined
        assert "trail" in {each["id"] for each in examined["checks"]}
        done, error = deployed.invoke(world, {"run": {}})
        assert not error and done["actions"] and not any(each.get("error") for each in done["actions"]), done
        scene.after(world, day)
        assert judge(rehearsal.quiet, Evidence(world), 0) == []


# Least privilege: Terraform's roles and nothing else, every call checked.


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """The module applied to an AWS that checks every call: the hub in its account, the members' roles in all."""
    from serverless.terraform import Terraform
    from terraform_workspace import mirror

    if not all(each.exists() for each in PROGRAMS):
        pytest.skip("not built")
    mirror()
    folder = tmp_path_factory.mktemp("narrow")
    process, estate = started_estate(folder, "narrow", "--auth", "--seed-users", "14")
    members = {}
    for each in estate.manifest["accounts"]:
        key = estate.post("users", accountId=each["id"], userName="deployer-of-roles", path="/service/", keys=[{}],
                          policies={"all": functions.policy(("*", "*"))})["keys"][0]  # fmt: skip
        members[each["id"]] = key["accessKeyId"], key["secretAccessKey"]
        iam = estate.client("iam", *members[each["id"]])
        for name in ("RelevoAudit", "RelevoEnforce"):
            iam.delete_role_policy(RoleName=name, PolicyName=f"{name}Policy")
            iam.delete_role(RoleName=name)
    # Only the hub's own policy keeps it from this one.
    trusts_all = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{HUB}:root"}, "Action": "sts:AssumeRole"}
    estate.client("iam", *members[SHOP]).create_role(
        RoleName="Admin", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trusts_all]}))
    terraform = Terraform(folder / "root", estate.manifest, members)
    team = {"team": "Example", "teamId": estate.manifest["slack"]["team"], "app": "Relevo"}
    seed = {**estate.manifest["slack"], **team}
    cloud = Cloud(folder / "cloud", PROGRAMS[2], PROGRAMS[1], estate.manifest, seed, estate.endpoint, terraform)
    try:
        with cloud:
            yield estate, cloud
    finally:
        ended(process)


def test_every_call_passes_under_the_module_s_policies(narrow):
    _, cloud = narrow
    # Days on which there is everything: notices, a late key, and the first deactivations.
    for day in (0, 5, 6, 11):
        cloud.dawn(day)
        found = cloud.run()
        assert found["status"] == "SUCCEEDED", cloud.explained(found)
    assert cloud.refused() == []
    assert len(cloud.messages()) > 10
    assert any(each["action"] == "UpdateAccessKey" and each["outcome"] < 400 for each in cloud.aws_log())


CANARIES = {
    "iam:CreateUser": lambda client: client("iam").create_user(UserName="canary"),
    "iam:UpdateAccessKey": lambda client: client("iam").update_access_key(
        UserName="relevo-hub", AccessKeyId="AKIAEXAMPLE000000000", Status="Inactive"),
    "iam:ListUsers": lambda client: client("iam").list_users(),
    "dynamodb:Scan": lambda client: client("dynamodb").scan(TableName="relevo"),
    "dynamodb:DeleteTable": lambda client: client("dynamodb").delete_table(TableName="relevo"),
    "dynamodb:UpdateItem": lambda client: client("dynamodb").update_item(TableName="relevo", Key={"pk": {"S": "a"}}),
    "dynamodb:PutItem elsewhere": lambda client: client("dynamodb").put_item(
        TableName="other", Item={"pk": {"S": "a"}}),
    "s3:ListAllMyBuckets": lambda client: client("s3").list_buckets(),
    "sts:AssumeRole of another": lambda client: client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{SHOP}:role/Admin", RoleSessionName="canary"),
    "secretsmanager:GetSecretValue": lambda client: client("secretsmanager").get_secret_value(SecretId="other"),
    "ssm:GetParameter elsewhere": lambda client: client("ssm").get_parameter(Name="/other"),
    "ssm:PutParameter": lambda client: client("ssm").put_parameter(Name="/relevo/configuration", Value="{}", Type="String"),
    "lambda:InvokeFunction": lambda client: client("lambda").invoke(FunctionName="relevo"),
    "lambda:UpdateFunctionCode": lambda client: client("lambda").update_function_code(FunctionName="relevo", ZipFile=b""),
    "states:StartExecution": lambda client: client("stepfunctions").start_execution(
        stateMachineArn=f"arn:aws:states:us-east-1:{HUB}:stateMachine:relevo"),
}  # fmt: skip


@pytest.fixture(scope="module")
def as_hub(narrow):
    """Clients with the credentials that Lambda gives the function."""
    estate, _ = narrow
    got = estate.post("session", roleArn=f"arn:aws:iam::{HUB}:role/relevo-hub", service="lambda.amazonaws.com")
    return lambda service: estate.client(service, got["accessKeyId"], got["secretAccessKey"], got["sessionToken"])


@pytest.mark.parametrize("name", CANARIES)
def test_the_hub_s_role_can_do_nothing_else(as_hub, name):
    with pytest.raises(ClientError) as caught:
        CANARIES[name](as_hub)
    assert caught.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException"), caught.value


def test_and_what_it_needs_it_can(as_hub):
    assert as_hub("dynamodb").query(
        TableName="relevo", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "lease"}})  # fmt: skip
    assert as_hub("ssm").get_parameter(Name="/relevo/configuration")["Parameter"]["Value"]
    assert as_hub("organizations").list_accounts()["Accounts"]
