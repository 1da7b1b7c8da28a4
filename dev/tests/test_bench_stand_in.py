"""The stand-in of `make bench` means the same as the local AWS: the same requests to both, and the answers compared."""

import csv
import datetime
import io
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from conftest import ended, started_estate

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "Benchmarks" / "serverless"
sys.path.insert(0, str(BENCHMARKS))

from stages import population  # noqa: E402

PEOPLE = population.Population(accounts=3, users=40, due=25)
MEMBER = population.account_id(1)
TABLE = {"TableName": "relevo"}


class StandIn:
    """The stand-in's process, with boto3 clients like those of the local AWS."""

    def __init__(self, folder, clients):
        port_file = folder / "stand-in.port"
        sizes = ["--accounts", "3", "--users", "40", "--due", "25"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stages.stand_in", *sizes, "--port-file", str(port_file)],
            env={**os.environ, "PYTHONPATH": str(BENCHMARKS), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        deadline = time.monotonic() + 30
        while not port_file.exists():
            assert self.process.poll() is None and time.monotonic() < deadline, "the stand-in doesn't listen"
            time.sleep(0.05)
        self.endpoint = f"http://127.0.0.1:{port_file.read_text().strip()}"
        self._clients = clients

    def client(self, service, *credentials):
        return self._clients(service, *(credentials or ("AKIAHUB", "secret")), endpoint=self.endpoint)

    def counts(self):
        with urllib.request.urlopen(f"{self.endpoint}/bench/counts?reset=1") as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def moto(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moto")
    process, estate = started_estate(folder, "bench", "--seed-accounts", "3", "--seed-users", "0", "--day", "2026-05-01")
    try:
        filled(estate)
        yield estate
    finally:
        ended(process)


def filled(estate):
    """The stand-in's people and its table, in the local AWS."""
    for account in PEOPLE.ids():
        estate.post("users", users=[population.wish(account, user) for user in PEOPLE.of(account).values()])
    estate.client("dynamodb").create_table(
        **TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory, moto):
    server = StandIn(tmp_path_factory.mktemp("stand-in"), moto.client)
    yield server
    ended(server.process)


def assumed(server, external_id, account=MEMBER, role=population.AUDIT):
    """Credentials of a member's role."""
    return server.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="relevo-test", ExternalId=external_id
    )["Credentials"]


def both(moto, stand_in, ask, service="iam", account=MEMBER, role=population.AUDIT):
    """What both answer to `ask(client)`: a value, or the code of the refusal."""
    answers = []
    for server, external_id in ((moto, "relevo-demo"), (stand_in, population.EXTERNAL_ID)):
        got = assumed(server, external_id, account, role)
        client = server.client(service, got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        answers.append(asked(lambda client=client: ask(client)))
    return answers


def asked(ask):
    try:
        return ask()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]


def details(client):
    """The users as GetAccountAuthorizationDetails shows them, page by page, and how many pages there were."""
    pages = list(client.get_paginator("get_account_authorization_details").paginate(
        Filter=["User"], PaginationConfig={"PageSize": 7}))  # fmt: skip
    users = [user for page in pages for user in page["UserDetailList"]]
    shown = [
        (user["UserName"], user["Path"], user["Arn"], user["CreateDate"], sorted((t["Key"], t["Value"]) for t in user["Tags"]))
        for user in users
    ]
    assert len({user["UserId"] for user in users}) == len(users) and users[0]["UserId"].startswith("AIDA")
    return len(pages), shown


def keys_of(client, name):
    listed = client.list_access_keys(UserName=name)["AccessKeyMetadata"]
    return sorted((key["UserName"], key["CreateDate"], key["Status"]) for key in listed)


def report(client):
    states = [client.generate_credential_report()["State"]]
    missing = asked(client.get_credential_report) if states[0] != "COMPLETE" else None
    for _ in range(4):
        if states[-1] != "COMPLETE":
            states.append(client.generate_credential_report()["State"])
    answer = client.get_credential_report()
    rows = list(csv.reader(io.StringIO(answer["Content"].decode())))
    # The order of a user's two keys is that of their ids, which differ.
    table = [row[:8] + sorted([tuple(row[8:13]), tuple(row[13:18])]) + row[18:] for row in rows]
    return answer["GeneratedTime"].date(), table, states[0], missing, states[-1]


class TestIAM:
    def test_the_same_users_on_as_many_pages(self, moto, stand_in):
        ours, theirs = both(moto, stand_in, details)
        assert ours == theirs and ours[0] == 6 and len(ours[1]) == 40

    def test_the_same_keys_of_every_user(self, moto, stand_in):
        def ask(client):
            return [keys_of(client, name) for name in PEOPLE.of(MEMBER)]

        ours, theirs = both(moto, stand_in, ask)
        assert ours == theirs and sum(map(len, ours)) == 42

    def test_the_same_credential_report(self, moto, stand_in):
        ours, theirs = both(moto, stand_in, report)
        assert ours == theirs and len(ours[1]) == 42
        assert ours[2:] == ("STARTED", ("ReportInProgress", 404), "COMPLETE")

    def test_the_same_last_uses(self, moto, stand_in):
        def ask(client):
            keys = [key for name in PEOPLE.of(MEMBER) for key in client.list_access_keys(UserName=name)["AccessKeyMetadata"]]
            used = [client.get_access_key_last_used(AccessKeyId=key["AccessKeyId"]) for key in keys]
            return sorted((one["UserName"], str(sorted(one["AccessKeyLastUsed"].items()))) for one in used)

        ours, theirs = both(moto, stand_in, ask)
        assert ours == theirs and any("LastUsedDate" in text for _, text in ours)

    def test_a_key_is_deactivated(self, moto, stand_in):
        def ask(client):
            (key,) = client.list_access_keys(UserName="user-00004")["AccessKeyMetadata"]
            client.update_access_key(UserName="user-00004", AccessKeyId=key["AccessKeyId"], Status="Inactive")
            (after,) = client.list_access_keys(UserName="user-00004")["AccessKeyMetadata"]
            user = client.get_user(UserName="user-00004")["User"]
            return after["Status"], user["Arn"], user["CreateDate"], sorted((t["Key"], t["Value"]) for t in user["Tags"])

        ours, theirs = both(moto, stand_in, ask, account=population.account_id(2), role=population.ENFORCE)
        assert ours == theirs and ours[0] == "Inactive"

    @pytest.mark.parametrize(
        "ask",
        [
            lambda iam: iam.list_access_keys(UserName="nobody"),
            lambda iam: iam.get_user(UserName="nobody"),
            lambda iam: iam.get_access_key_last_used(AccessKeyId="AKIA0000000000000000"),
            lambda iam: iam.update_access_key(UserName="user-00001", AccessKeyId="AKIA0000000000000000", Status="Inactive"),
            lambda iam: iam.get_account_authorization_details(Marker="made up"),
            lambda iam: iam.get_account_authorization_details(MaxItems=1001),
        ],
    )
    def test_the_same_refusals(self, moto, stand_in, ask):
        ours, theirs = both(moto, stand_in, ask)
        assert ours == theirs and ours[1] >= 400

    def test_a_role_of_another_name_or_without_the_external_id_is_refused(self, moto, stand_in):
        for account, role in ((MEMBER, "Other"), ("999999999999", population.AUDIT)):
            found = [asked(lambda s=server: assumed(s, words, account, role))
                     for server, words in ((moto, "relevo-demo"), (stand_in, population.EXTERNAL_ID))]  # fmt: skip
            assert found == [("AccessDenied", 403)] * 2
        assert [asked(lambda s=server: assumed(s, "wrong")) for server in (moto, stand_in)] == [("AccessDenied", 403)] * 2


class TestOrganization:
    def test_the_same_identity_and_accounts(self, moto, stand_in):
        def ask(server):
            pages = server.client("organizations").get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2})
            accounts = [(one["Id"], one["Status"]) for page in pages for one in page["Accounts"]]
            return server.client("sts").get_caller_identity()["Account"], accounts

        assert ask(moto) == ask(stand_in) == (population.HUB, [(one, "ACTIVE") for one in PEOPLE.ids()])

    def test_a_member_may_not_list_accounts(self, moto, stand_in):
        ours, theirs = both(moto, stand_in, lambda client: client.list_accounts(), "organizations")
        assert ours == theirs == ("AccessDeniedException", 400)

    def test_events_are_looked_up(self, moto, stand_in):
        span = {"StartTime": datetime.datetime(2026, 5, 1), "EndTime": datetime.datetime(2026, 5, 2)}

        def ask(client):
            return client.lookup_events(
                LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateAccessKey"}], **span)["Events"]  # fmt: skip

        ours, theirs = both(moto, stand_in, ask, "cloudtrail")
        assert ours == theirs == []


def item(pk, sk, **attributes):
    kinds = {str: "S", int: "N"}
    return {"pk": {"S": pk}, "sk": {"S": sk}, **{n: {kinds[type(v)]: str(v)} for n, v in attributes.items()}}


def condition(text, names=None, **values):
    """The three parts of a condition."""
    parts = {"ConditionExpression": text, "ExpressionAttributeNames": names,
             "ExpressionAttributeValues": {f":{n}": v for n, v in values.items()} or None}  # fmt: skip
    return {name: part for name, part in parts.items() if part}


ABSENT = condition("attribute_not_exists(#c0)", {"#c0": "pk"})


def version(number):
    return condition("#c0 = :c0", {"#c0": "n"}, c0={"N": str(number)})


def put(entry, **more):
    return ("put_item", {"Item": entry, **more})


def transact(*writes, token=None):
    entries = [{kind: {**TABLE, **request}} for kind, request in writes]
    return ("transact_write_items", {"TransactItems": entries, **({"ClientRequestToken": token} if token else {})})


def query(text, names, values, **more):
    return ("query", {"KeyConditionExpression": text, "ExpressionAttributeNames": names,
                      "ExpressionAttributeValues": {n: {"S": v} for n, v in values.items()}, "ConsistentRead": True, **more})  # fmt: skip


def of(pk, comparison=None, value=None, **more):
    if comparison is None:
        return query("#p = :p", {"#p": "pk"}, {":p": pk}, **more)
    names, values = {"#p": "pk", "#s": "sk"}, {":p": pk, ":s": value}
    return query(f"#p = :p AND #s {comparison} :s", names, values, **more)


def get(pk, sk):
    return ("get_item", {"Key": item(pk, sk), "ConsistentRead": True})


def batch(*keys):
    return ("batch_get_item", {"RequestItems": {"relevo": {"Keys": [item(*key) for key in keys], "ConsistentRead": True}}})


SCRIPT = [
    # A lease: taken once, then only from what was read.
    put(item("lease", "lease", n=1, attempt="a"), **ABSENT),
    put(item("lease", "lease", n=9, attempt="b"), **ABSENT),
    put(item("lease", "lease", n=2, holder="r1"), **version(1)),
    put(item("lease", "lease", n=3), **version(1)),
    get("lease", "lease"),
    get("lease", "other"),
    put(item("lease", "lease", n=4), **condition("#a = :a AND #b = :b", {"#a": "n", "#b": "holder"}, a={"N": "2"}, b={"S": "r2"})),
    put(item("lease", "lease", n=4, holder="r1"), **condition("#a = :a AND #b = :b", {"#a": "n", "#b": "holder"}, a={"N": "2"}, b={"S": "r1"})),
    # A number is no text, and one that is written otherwise is the same number.
    put(item("lease", "lease", n=5), **condition("#a = :a", {"#a": "n"}, a={"S": "4"})),
    put(item("lease", "lease", n=5), **condition("attribute_not_exists(#a) OR #a < :a", {"#a": "n"}, a={"N": "10"})),
    put(item("lease", "lease", n=6), **condition("attribute_exists(#a) AND NOT (#a >= :a)", {"#a": "n"}, a={"N": "5"})),
    put(item("lease", "lease", n=6), **condition("#a BETWEEN :a AND :b", {"#a": "n"}, a={"N": "1"}, b={"N": "5.0"})),
    put(item("lease", "lease", n=7), **condition("begins_with(#a, :a)", {"#a": "sk"}, a={"S": "lea"})),
    get("lease", "lease"),
    # All or nothing.
    transact(("ConditionCheck", {"Key": item("lease", "lease"), **version(7)}), ("Put", {"Item": item("e", "1", text="é")}),
             ("Put", {"Item": item("e", "2"), **ABSENT}), token="one"),
    transact(("ConditionCheck", {"Key": item("lease", "lease"), **version(7)}), ("Put", {"Item": item("e", "3")}),
             ("Put", {"Item": item("e", "2"), **ABSENT}), token="two"),
    transact(("ConditionCheck", {"Key": item("lease", "lease"), **version(8)}), ("Delete", {"Key": item("e", "1")})),
    transact(("ConditionCheck", {"Key": item("lease", "gone"), **version(8)}), ("Put", {"Item": item("e", "9")})),
    of("e"),
    # Carried out once: again it would fail.
    transact(("ConditionCheck", {"Key": item("lease", "lease"), **version(7)}), ("Put", {"Item": item("e", "1", text="é")}),
             ("Put", {"Item": item("e", "2"), **ABSENT}), token="one"),
    transact(("Delete", {"Key": item("e", "1")}), ("Delete", {"Key": item("e", "none")}), ("Put", {"Item": item("e", "4", x="")})),
    transact(("Put", {"Item": item("e", "5")}), ("Delete", {"Key": item("e", "5")})),
    of("e"),
    # Batches and queries.
    ("batch_write_item", {"RequestItems": {"relevo": [{"PutRequest": {"Item": item("q", f"{n:03d}", n=n)}} for n in range(20)]
                                           + [{"DeleteRequest": {"Key": item("e", "4")}}]}}),
    batch(("q", "003"), ("q", "none"), ("lease", "lease"), ("e", "4")),
    batch(("q", "003"), ("q", "003")),
    of("q"), of("q", ">", "017"), of("q", ">=", "017"), of("q", "<", "002"), of("q", "<=", "002"), of("q", "=", "005"),
    of("none"), of("q", ">", "999"),
    query("#p = :p AND begins_with(#s, :s)", {"#p": "pk", "#s": "sk"}, {":p": "q", ":s": "01"}),
    query("#p = :p AND #s BETWEEN :a AND :b", {"#p": "pk", "#s": "sk"}, {":p": "q", ":a": "004", ":b": "006"}),
    of("q", ScanIndexForward=False, Limit=3), of("q", Limit=3), of("q", ">", "010", Limit=3),
    of("q", Limit=3, ExclusiveStartKey=item("q", "007")), of("q", ">", "003", Limit=5, ExclusiveStartKey=item("q", "016")),
    # What DynamoDB refuses.
    put(item("lease", "")), put({"pk": {"S": "a"}}),
    put(item("a", "b"), **condition("#c0 = :c0", {"#c0": "n", "#c1": "x"}, c0={"N": "1"})),
    put(item("a", "b", text="x" * 410_000)),
    ("get_item", {"Key": {"pk": {"S": "a"}}}),
    ("get_item", {"Key": item("a", "b"), "TableName": "another"}),
    transact(*[("Put", {"Item": item("many", str(n))}) for n in range(101)]),
    of("many"),
]  # fmt: skip


def normalized(answer):
    """An answer without what says nothing about the table; items found by keys come in any order."""
    for name in ("ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics"):
        answer.pop(name, None)
    for items in answer.get("Responses", {}).values():
        items.sort(key=str)
    return answer


def carried_out(client, operation, request):
    shared = {} if operation.startswith(("batch", "transact")) or "TableName" in request else TABLE
    try:
        return normalized(getattr(client, operation)(**shared, **request))
    except ClientError as error:
        reasons = [reason["Code"] for reason in error.response.get("CancellationReasons", [])]
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"], reasons


def test_the_same_table_after_the_same_calls(moto, stand_in):
    ours, theirs = moto.client("dynamodb"), stand_in.client("dynamodb")
    differing = []
    for number, (operation, request) in enumerate(SCRIPT):
        one, other = carried_out(ours, operation, request), carried_out(theirs, operation, request)
        if one != other:
            differing.append(f"call {number}, {operation} {str(request)[:300]}: {str(one)[:300]} or {str(other)[:300]}")
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize(
    ("calls", "read", "write"),
    [
        # Reads count 4 KB each, at least one; items of a batch each for themselves, those of a query together.
        ([get("u", "none")], 1, 0),
        ([put(item("u", "1", text="x" * 5_000)), get("u", "1")], 2, 5),
        ([put(item("u", "1", text="x" * 10)), put(item("u", "2", text="x" * 10)), batch(("u", "1"), ("u", "2"), ("u", "3"))], 3, 6),
        ([of("u")], 1, 0),
        # Writes count 1 KB each of the larger of before and after; in a transaction twice; checks and refused ones too.
        ([put(item("u", "1", text="x" * 3_000)), put(item("u", "1"))], 0, 6),
        ([transact(("Put", {"Item": item("u", "1", text="x" * 1_500)}), ("ConditionCheck", {"Key": item("u", "2"), **ABSENT}))], 0, 6),
        ([put(item("u", "2"), **ABSENT)], 0, 1),
        ([transact(("Delete", {"Key": item("u", "1")}), ("Delete", {"Key": item("u", "2")}))], 0, 4),
    ],
)  # fmt: skip
def test_units_are_counted_as_aws_documents_them(stand_in, calls, read, write):
    stand_in.counts()
    for operation, request in calls:
        carried_out(stand_in.client("dynamodb"), operation, request)
    units = stand_in.counts()["units"]
    assert units == {"read": {"u": read} if read else {}, "write": {"u": write} if write else {}}
