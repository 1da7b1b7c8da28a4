import csv
import datetime

import pytest
from refusals import refused

START = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.timezone.utc)


def at(estate, **later):
    moment = START + datetime.timedelta(**later)
    estate.post("clock", now=moment.isoformat())
    return moment


def made(iam):
    """The report's rows by user, its bytes and its time, polling as long as it takes."""
    for _ in range(20):
        if iam.generate_credential_report()["State"] == "COMPLETE":
            break
    answer = iam.get_credential_report()
    rows = {row["user"]: row for row in csv.DictReader(answer["Content"].decode().split("\n"))}
    return rows, answer["Content"], answer["GeneratedTime"]


@pytest.fixture
def iam(estate, account):
    at(estate)
    return estate.iam(account)


def test_it_is_started_then_in_progress_then_complete(estate, account, iam):
    estate.post("report", accountId=account, polls=2)
    states = [iam.generate_credential_report() for _ in range(4)]
    assert [s["State"] for s in states] == ["STARTED", "INPROGRESS", "INPROGRESS", "COMPLETE"]
    assert "Description" in states[0]


def test_before_during_and_after_its_life_the_refusal_says_which(estate, account, iam):
    with refused("ReportNotPresent", 410):
        iam.get_credential_report()
    estate.post("report", accountId=account, polls=1)
    iam.generate_credential_report()
    with refused("ReportInProgress", 404):
        iam.get_credential_report()
    iam.get_credential_report()
    at(estate, hours=4)
    with refused("ReportExpired", 410):
        iam.get_credential_report()


def test_the_same_bytes_are_given_for_four_hours_and_changes_stay_unseen(estate, account, iam):
    estate.post("users", accountId=account, userName="old", keys=[{"createdAt": "2026-01-01"}])
    _, content, generated = made(iam)
    assert generated == START
    at(estate, hours=3, minutes=59)
    estate.post("users", accountId=account, userName="new", keys=[{}])
    assert made(iam)[1:] == (content, generated)
    moment = at(estate, hours=4)
    rows, fresh, later = made(iam)
    assert later == moment and "new" in rows and fresh != content


def test_the_root_comes_first_and_the_users_follow_by_name(estate, account, iam):
    for name in ("bob", "Alice", "carl"):
        estate.post("users", accountId=account, userName=name)
    rows, content, _ = made(iam)
    assert list(rows) == ["<root_account>", "Alice", "bob", "carl"]
    assert rows["<root_account>"]["arn"] == f"arn:aws:iam::{account}:root"
    assert b"\r" not in content and not content.endswith(b"\n")
    assert len(rows["bob"]) == 22


def test_a_key_shows_when_it_was_last_changed_used_and_where(estate, account, iam):
    used = {"at": "2026-01-20T10:00:00Z", "service": "ec2", "region": "eu-west-1"}
    keys = [{"createdAt": "2025-10-01T08:00:00Z", "reportedRotatedAt": "2026-01-10T00:00:00Z", "lastUsed": used}]
    estate.post("users", accountId=account, userName="eva", createdAt="2025-09-01T00:00:00Z", keys=keys)
    row = made(iam)[0]["eva"]
    assert row["user_creation_time"] == "2025-09-01T00:00:00+00:00"
    assert row["access_key_1_active"] == "true"
    assert row["access_key_1_last_rotated"] == "2026-01-10T00:00:00+00:00"
    assert row["access_key_1_last_used_date"] == "2026-01-20T10:00:00+00:00"
    assert (row["access_key_1_last_used_service"], row["access_key_1_last_used_region"]) == ("ec2", "eu-west-1")
    assert (row["access_key_2_active"], row["access_key_2_last_rotated"]) == ("false", "N/A")
    listed = iam.list_access_keys(UserName="eva")["AccessKeyMetadata"][0]["CreateDate"]
    assert listed.isoformat() == "2025-10-01T08:00:00+00:00"


def test_a_password_shows_its_own_dates(estate, account, iam):
    password = {"lastChanged": "2025-12-01T00:00:00Z", "lastUsed": "2026-01-30T07:00:00Z"}
    estate.post("users", accountId=account, userName="pia", password=password, mfa=True)
    estate.post("users", accountId=account, userName="pio", password={"lastChanged": "2025-12-02T00:00:00Z"})
    estate.post("users", accountId=account, userName="pau")
    rows, _, _ = made(iam)
    shown = {name: [rows[name][f"password_{what}"] for what in ("enabled", "last_used", "last_changed")] for name in
             ("pia", "pio", "pau")}  # fmt: skip
    assert shown["pia"] == ["true", "2026-01-30T07:00:00+00:00", "2025-12-01T00:00:00+00:00"]
    assert shown["pio"] == ["true", "no_information", "2025-12-02T00:00:00+00:00"]
    assert shown["pau"] == ["false", "N/A", "N/A"]
    assert (rows["pia"]["mfa_active"], rows["pio"]["mfa_active"]) == ("true", "false")


def test_a_user_with_more_than_two_keys_brings_a_column_more(estate, account, iam):
    estate.post("users", accountId=account, userName="tri", keys=[{}, {}, {}])
    estate.post("users", accountId=account, userName="uno", keys=[{}])
    rows, _, _ = made(iam)
    assert len(rows["tri"]) == 23
    assert rows["tri"]["additional_credentials_info"].startswith("1 additional")
    assert rows["uno"]["additional_credentials_info"] == "N/A"


def test_the_column_can_be_asked_for(estate, account, iam):
    estate.post("report", accountId=account, columns=23)
    assert "additional_credentials_info" in made(iam)[0]["<root_account>"]


def test_making_one_can_be_refused(estate, account, iam):
    estate.post("report", accountId=account, limitExceeded=True)
    with refused("LimitExceeded", 409):
        iam.generate_credential_report()
    estate.post("report", accountId=account, limitExceeded=False)
    assert iam.generate_credential_report()["State"] == "STARTED"
