import datetime
import json
import urllib.request

from conftest import ended, started_estate
from refusals import refused

DATA = "333333333333"


def test_the_same_seed_gives_the_same_ids_whatever_was_asked_before(tmp_path):
    def look(name):
        process, server = started_estate(tmp_path, name, "--seed-users", "20", "--seed", "7")
        try:
            for _ in range(len(name)):
                server.assume(DATA)
            made = server.post("users", accountId=DATA, userName="later", keys=[{}])
            accounts = server.get("state")["accounts"]
            users = [u for a in accounts.values() for u in a["users"]]
            ids = [(u["userId"], [k["accessKeyId"] for k in u["keys"]]) for u in users]
            return ids, made["keys"][0]["secretAccessKey"], server.manifest["hub"], server.manifest["story"]
        finally:
            ended(process)

    assert look("a") == look("bbb")


def test_the_manifest_and_the_estate_agree(estate):
    manifest = estate.manifest
    assert [a["id"] for a in manifest["accounts"]] == ["111111111111", "222222222222", DATA]
    assert estate.client("sts").get_caller_identity()["Arn"].endswith(":user/service/relevo-hub")
    assert sum(len(estate.users_of(a["id"])) for a in manifest["accounts"]) >= 41
    assert manifest["slack"]["team"] == "T0RELEVO"
    people = {u["id"] for u in manifest["slack"]["users"]}
    tagged = {u["tags"].get("slack-id") for a in manifest["accounts"] for u in estate.users_of(a["id"]).values()}
    assert {t for t in tagged if t and t[0] in "UW"} - people == {"U0NOBODY999"}
    assert all(c["path"].startswith("/estate/") for event in manifest["story"] for c in event["calls"])


def test_accounts_without_people_have_no_story_and_nobody_to_protect(tmp_path):
    process, server = started_estate(tmp_path, "bare", "--seed-users", "0")
    try:
        assert server.manifest["story"] == server.manifest["protected"] == []
        assert [name for a in server.manifest["accounts"] for name in server.users_of(a["id"])] == ["relevo-hub"]
    finally:
        ended(process)


def test_the_clock_moves_the_estate_and_not_the_wire(estate, account):
    estate.post("clock", now="2026-04-01T12:00:00Z")
    assert estate.get("clock")["now"] == "2026-04-01T12:00:00Z"
    estate.post("users", accountId=account, userName="tim")
    iam = estate.iam(account)
    answer = iam.create_access_key(UserName="tim")
    assert answer["AccessKey"]["CreateDate"].isoformat() == "2026-04-01T12:00:00+00:00"
    sent = datetime.datetime.strptime(answer["ResponseMetadata"]["HTTPHeaders"]["date"], "%a, %d %b %Y %H:%M:%S GMT")
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    assert abs(now - sent) < datetime.timedelta(seconds=5)
    assert estate.assume(account)["Expiration"].replace(tzinfo=None) > now


def test_calls_are_counted_per_account_and_action(estate, account):
    iam = estate.iam(account)
    estate.get("calls?reset=1")
    iam.list_users()
    iam.list_users()
    counted = estate.get("calls?reset=1")["calls"]
    assert counted[account] == {"iam:ListUsers": 2}
    assert account not in estate.get("calls")["calls"]


def test_an_account_can_be_denied(estate, account):
    iam = estate.iam(account)
    estate.post("deny", accountId=account)
    with refused("AccessDenied", 403):
        iam.list_users()
    estate.post("deny", accountId=account, denied=False)
    iam.list_users()


def test_the_connection_is_kept(estate):
    import http.client

    host = estate.endpoint.removeprefix("http://")
    connection = http.client.HTTPConnection(host)
    for _ in range(3):
        connection.request("GET", "/estate/clock")
        answer = connection.getresponse()
        assert json.load(answer)["now"] and not answer.will_close
        socket = connection.sock
        assert socket is not None
    connection.close()


def test_a_wrong_control_call_says_what_is_wrong(estate):
    request = urllib.request.Request(f"{estate.endpoint}/estate/users", b"{}")
    try:
        urllib.request.urlopen(request)
        raise AssertionError("it was taken")
    except urllib.error.HTTPError as error:
        assert error.code == 400 and "accountId" in json.load(error)["error"]


def test_the_story_happens_day_by_day(tmp_path):
    process, server = started_estate(tmp_path, "story")
    try:
        start = server.users_of("222222222222")
        told = []
        for day in range(25):
            told += server.post("day", day=day)["happened"]
        assert told == [event["what"] for event in server.manifest["story"]]
        shop, data = server.users_of("222222222222"), server.users_of(DATA)
        assert [k["status"] for k in shop["bruno.diaz"]["keys"]] == ["Inactive", "Active"]
        assert shop["yuri.new"]["userId"] == start["yuri.old"]["userId"]
        assert shop["gustavo.rojas"]["tags"]["type"] == "engineer"
        assert len(data["tomas.egea"]["keys"]) == 2 and len(data["xavi.perez"]["keys"]) == 1
        assert server.get("clock")["now"] == "2026-01-25T12:00:00Z"
        server.iam(DATA).list_users()
    finally:
        ended(process)


def test_forty_seeded_users_show_every_kind_of_trouble(tmp_path):
    process, server = started_estate(tmp_path, "kinds")
    try:
        everyone = [u for a in server.get("state")["accounts"].values() for u in a["users"]]
    finally:
        ended(process)
    assert len(everyone) == 41
    keys = [k for u in everyone for k in u["keys"]]
    assert max(len(u["keys"]) for u in everyone) == 5
    assert any(k["status"] == "Inactive" for k in keys)
    assert sum(k["reportedRotatedAt"] is not None for k in keys) >= 2
    assert any(k["lastUsed"] is None for k in keys)
    assert sum(u["tags"].get("slack-id") == "U0RELEVO001" for u in everyone) == 3
    names = {u["tags"].get("full-name") for u in everyone if u["tags"].get("slack-id") == "U0RELEVO009"}
    assert len(names) == 2
    assert {"山田 花子", "Zoë Ünïcode"} <= {u["tags"].get("full-name") for u in everyone}
    noon = datetime.datetime(2026, 1, 1, 12)
    ages = [(noon - datetime.datetime.strptime(k["createDate"], "%Y-%m-%dT%H:%M:%SZ")).days for k in keys]
    for stage in (76, 81, 86, 91):
        assert sum(age < stage <= age + 24 for age in ages) >= 5, stage
    assert 200 in ages
