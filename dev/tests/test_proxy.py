import json
import re
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ConnectionClosedError, HTTPClientError
from conftest import ended, started
from refusals import refused

SHOP = "222222222222"
DATA = "333333333333"
REFUSAL = "<ErrorResponse><Error><Code>Odd</Code><Message>no</Message></Error></ErrorResponse>"


class Proxy:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/proxy/{path}", data, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def rule(self, **rule):
        return self.ask("POST", "rules", rule)

    def applied(self):
        return [rule["applied"] for rule in self.ask("GET", "rules")["rules"]]


@pytest.fixture(scope="module")
def process(estate, tmp_path_factory):
    running, port = started(["proxy", "--upstream", estate.endpoint], tmp_path_factory.mktemp("proxy"), "proxy")
    yield f"http://127.0.0.1:{port}"
    ended(running)


@pytest.fixture
def proxy(process):
    found = Proxy(process)
    found.ask("DELETE", "rules")
    found.ask("GET", "counts?reset=1")
    found.ask("POST", "latency", {"ms": 0})
    return found


@pytest.fixture
def iam(estate, proxy):
    return estate.iam(SHOP, endpoint=proxy.endpoint)


def test_calls_are_counted_in_the_account_they_act_on(estate, proxy, iam):
    iam.list_users()
    iam.list_users()
    estate.assume(DATA, client=estate.client("sts", endpoint=proxy.endpoint))
    estate.client("organizations", endpoint=proxy.endpoint).list_accounts()
    told = proxy.ask("GET", "counts?reset=1")
    assert told["counts"] == {
        SHOP: {"iam:ListUsers": 2},
        DATA: {"sts:AssumeRole": 1},
        "111111111111": {"organizations:ListAccounts": 1},
    }
    assert told["total"] == 4 and told["statuses"] == {"200": 4}
    assert proxy.ask("GET", "counts")["total"] == 0


def test_signed_calls_pass_unchanged(guarded, tmp_path):
    running, port = started(["proxy", "--upstream", guarded.endpoint], tmp_path, "signed")
    try:
        iam = guarded.iam(SHOP, endpoint=f"http://127.0.0.1:{port}")
        assert iam.list_users()["Users"]
    finally:
        ended(running)


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [("denied", "AccessDenied", 403), ("throttled", "Throttling", 400), ("500", "ServiceFailure", 500),
     ("503", "ServiceUnavailable", 503)],
)  # fmt: skip
def test_calls_are_refused_as_aws_would(proxy, iam, kind, code, status):
    proxy.rule(kind=kind, account=SHOP, action="ListUsers")
    with refused(code, status):
        iam.list_users()
    iam.list_access_keys(UserName="ana.ruiz")


def test_organizations_is_throttled_in_its_own_words(estate, proxy):
    proxy.rule(kind="throttled", service="organizations")
    with refused("TooManyRequestsException", 400):
        estate.client("organizations", endpoint=proxy.endpoint).list_accounts()


def test_another_accounts_calls_are_left_alone(estate, proxy, iam):
    proxy.rule(kind="denied", account=DATA)
    iam.list_users()
    with refused("AccessDenied"):
        estate.iam(DATA, endpoint=proxy.endpoint).list_users()


def test_every_nth_and_so_many_times(proxy, iam):
    proxy.rule(kind="throttled", every=3, times=2)
    failed = []
    for number in range(1, 13):
        try:
            iam.list_users()
        except iam.exceptions.ClientError:
            failed.append(number)
    assert failed == [3, 6] and proxy.applied() == [2]


def test_beyond_a_rate(proxy, iam):
    proxy.rule(kind="throttled", action="ListUsers", perSecond=5)
    refusals = 0
    for _ in range(15):
        try:
            iam.list_users()
        except iam.exceptions.ClientError:
            refusals += 1
    assert 5 <= refusals <= 10


def test_garbage_is_not_an_answer(proxy, iam):
    proxy.rule(kind="garbage", times=1)
    with pytest.raises(Exception, match="XML|parse|invalid"):
        iam.list_users()


def test_a_chosen_answer(proxy, iam):
    body = "<ErrorResponse><Error><Code>Odd</Code><Message>m</Message></Error></ErrorResponse>"
    proxy.rule(status=418, body=body, headers={"Retry-After": "2"}, times=1)
    with refused("Odd", 418) as caught:
        iam.list_users()
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["retry-after"] == "2"


def test_a_cut_call_was_done_and_a_dropped_one_was_not(estate, proxy, account):
    estate.post("users", accountId=account, userName="cut", keys=[{}])
    key = estate.users_of(account)["cut"]["keys"][0]["accessKeyId"]
    iam = estate.iam(account, "RelevoEnforce", endpoint=proxy.endpoint)
    for kind, after in (("drop", "Active"), ("cut", "Inactive")):
        proxy.ask("DELETE", "rules")
        proxy.rule(kind=kind, times=1)
        with pytest.raises((ConnectionClosedError, HTTPClientError)):
            iam.update_access_key(UserName="cut", AccessKeyId=key, Status="Inactive")
        assert estate.users_of(account)["cut"]["keys"][0]["status"] == after


@pytest.mark.parametrize(("kind", "factor"), [("short", 0.5), ("long", 2)])
def test_a_length_that_is_not_the_bodys(estate, proxy, iam, kind, factor):
    address = urlsplit(proxy.endpoint)
    form = "Action=ListUsers&Version=2010-05-08"
    request = (
        f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Authorization: AWS4-HMAC-SHA256 Credential=AKIAX/20260101/us-east-1/iam/aws4_request\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}"
    )
    proxy.rule(kind=kind, times=1)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.settimeout(2)
        connection.sendall(request.encode())
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except TimeoutError:
            assert kind == "short", "only a length that is too small leaves the connection open"
    head, body = answer.split(b"\r\n\r\n", 1)
    said = int(re.search(rb"Content-Length: (\d+)", head).group(1))
    assert body.strip().endswith(b"</ListUsersResponse>") and said == int(len(body) * factor)


def test_an_answer_may_come_from_another_time(proxy, iam):
    proxy.rule(kind="answer", status=403, body=REFUSAL, dateOffsetSeconds=600)
    with pytest.raises(iam.exceptions.ClientError) as caught:
        iam.list_users()
    date = parsedate_to_datetime(caught.value.response["ResponseMetadata"]["HTTPHeaders"]["date"])
    assert 590 < date.timestamp() - time.time() < 610


def test_a_hanging_call_never_answers(estate, proxy):
    proxy.rule(kind="hang", times=1)
    request = urllib.request.Request(proxy.endpoint + "/", b"Action=ListUsers")
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(request, timeout=0.3)


def test_eight_clients_at_once_with_latency(estate, proxy, iam):
    proxy.ask("POST", "latency", {"ms": 40})
    iam.list_users()
    proxy.ask("GET", "counts?reset=1")
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: iam.list_access_keys(UserName="ana.ruiz"), range(64)))
    took = time.monotonic() - begun
    told = proxy.ask("GET", "counts")
    assert told["counts"][SHOP]["iam:ListAccessKeys"] == 64
    assert told["peak"] == 8 and told["peaks"][SHOP] == 8
    assert 64 * 0.04 <= told["seconds"]["added"] < 64 * 0.2
    assert 0 < told["seconds"]["upstream"] < 8 * took
    assert 0.3 < took < 2.5


def test_the_date_can_be_moved(proxy, iam):
    proxy.ask("POST", "date", {"offsetSeconds": 600})
    answer = iam.list_users()
    proxy.ask("POST", "date", {"offsetSeconds": 0})
    shown = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"]).timestamp()
    assert 590 < shown - time.time() < 610


def test_a_rule_that_makes_no_sense_is_refused(proxy):
    for wrong in ({"kind": "explode"}, {"acount": SHOP}):
        with pytest.raises(urllib.error.HTTPError):
            proxy.ask("POST", "rules", wrong)
