import json
import os
import signal
import time

import pytest
from conftest import Estate, ended, started_estate

SHOP = "222222222222"


@pytest.fixture
def original(tmp_path):
    process, server = started_estate(tmp_path, "original")
    yield process, server
    if process.poll() is None:
        ended(process)


def copy_of(estate):
    made = estate.post("fork")
    return made["pid"], Estate(f"http://127.0.0.1:{made['port']}", estate.manifest)


def is_gone(pid):
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_copy_starts_as_the_original_is_and_goes_its_own_way(original):
    _, estate = original
    estate.post("users", accountId=SHOP, userName="before")
    pid, copy = copy_of(estate)
    assert copy.get("state") == estate.get("state")
    copy.post("users", accountId=SHOP, userName="in-the-copy")
    estate.post("users", accountId=SHOP, userName="in-the-original")
    assert "in-the-copy" in copy.users_of(SHOP) and "in-the-copy" not in estate.users_of(SHOP)
    assert "in-the-original" in estate.users_of(SHOP) and "in-the-original" not in copy.users_of(SHOP)
    os.kill(pid, signal.SIGTERM)
    assert is_gone(pid)
    assert estate.get("state")


def test_a_copy_is_a_whole_aws_and_can_be_copied_again(original):
    _, estate = original
    key = estate.users_of(SHOP)["ana.ruiz"]["keys"][0]["accessKeyId"]
    _, first = copy_of(estate)
    first.iam(SHOP, "RelevoEnforce").update_access_key(UserName="ana.ruiz", AccessKeyId=key, Status="Inactive")
    _, second = copy_of(first)
    assert [call["accessKeyId"] for call in second.get("log")["log"]] == [key]
    assert estate.get("log")["log"] == []


def test_copies_end_with_what_they_were_made_from(original):
    process, estate = original
    first, copy = copy_of(estate)
    second, _ = copy_of(copy)
    ended(process)
    assert is_gone(first) and is_gone(second)


def test_the_same_call_gives_the_same_id_in_every_copy(original):
    _, estate = original
    made = [copy_of(estate)[1].post("keys", accountId=SHOP, userName="ana.ruiz") for _ in range(2)]
    assert made[0]["accessKeyId"] == made[1]["accessKeyId"], json.dumps(made)
