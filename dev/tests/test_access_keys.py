import pytest
from refusals import refused


@pytest.fixture
def user(estate, account):
    estate.post("clock", now="2026-03-01T12:00:00Z")
    return estate.post("users", accountId=account, userName="uma", keys=[{"createdAt": "2026-01-01T09:00:00Z"}])


def test_a_status_is_active_or_inactive(estate, account, user):
    iam, key = estate.iam(account, "RelevoEnforce"), user["keys"][0]["accessKeyId"]
    for wrong in ("Nonsense", "inactive", ""):
        with refused("ValidationError", 400):
            iam.update_access_key(UserName="uma", AccessKeyId=key, Status=wrong)
    with refused("NoSuchEntity", 404):
        iam.update_access_key(UserName="uma", AccessKeyId="AKIAAAAAAAAAAAAAAAAA", Status="Inactive")
    with refused("ValidationError", 400):
        iam.update_access_key(AccessKeyId=key, Status="Inactive")
    assert estate.users_of(account)["uma"]["keys"][0]["status"] == "Active"


def test_a_change_is_remembered_with_its_hour_and_its_author(estate, account, user):
    key = user["keys"][0]["accessKeyId"]
    iam = estate.iam(account, "RelevoEnforce", RoleSessionName="relevo-run7")
    estate.post("clock", now="2026-03-02T12:00:00Z")
    iam.update_access_key(UserName="uma", AccessKeyId=key, Status="Inactive")
    estate.post("clock", now="2026-03-03T12:00:00Z")
    iam.update_access_key(UserName="uma", AccessKeyId=key, Status="Inactive")
    shown = estate.users_of(account)["uma"]["keys"][0]
    assert shown["status"] == "Inactive"
    assert (shown["statusChangedAt"], shown["statusChangedBy"]) == ("2026-03-02T12:00:00Z", "relevo-run7")
    assert shown["createDate"] == "2026-01-01T09:00:00Z"
    calls = [c for c in estate.get("log")["log"] if c["accountId"] == account]
    assert [(c["action"], c["at"], c["caller"]["sessionName"]) for c in calls] == [
        ("UpdateAccessKey", "2026-03-02T12:00:00Z", "relevo-run7"),
        ("UpdateAccessKey", "2026-03-03T12:00:00Z", "relevo-run7"),
    ]
    assert (calls[0]["userName"], calls[0]["accessKeyId"], calls[0]["outcome"]) == ("uma", key, 200)


def test_there_may_be_more_than_two_but_not_by_asking(estate, account, user):
    for _ in range(3):
        estate.post("keys", accountId=account, userName="uma")
    iam = estate.iam(account)
    assert len(iam.list_access_keys(UserName="uma")["AccessKeyMetadata"]) == 4
    with refused("LimitExceeded", 409) as error:
        iam.create_access_key(UserName="uma")
    assert "AccessKeysPerUser: 2" in str(error.value)


def test_last_use_is_told_to_the_account_it_happened_in(estate, account, user):
    key = user["keys"][0]["accessKeyId"]
    own, other = estate.iam(account), estate.iam(estate.new_account())
    never = own.get_access_key_last_used(AccessKeyId=key)
    assert never["UserName"] == "uma" and "LastUsedDate" not in never["AccessKeyLastUsed"]
    assert never["AccessKeyLastUsed"]["ServiceName"] == "N/A"
    with refused("AccessDenied", 403):
        other.get_access_key_last_used(AccessKeyId=key)
    with refused("AccessDenied", 403):
        own.get_access_key_last_used(AccessKeyId="AKIAAAAAAAAAAAAAAAAA")
    estate.client("iam", key, user["keys"][0]["secretAccessKey"]).list_users()
    used = own.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["LastUsedDate"].isoformat()) == ("iam", "2026-03-01T12:00:00+00:00")


def test_a_key_is_made_on_the_estates_day_and_in_the_accounts_name(estate, account, user):
    iam = estate.iam(account)
    made = iam.create_access_key(UserName="uma")["AccessKey"]
    assert made["CreateDate"].isoformat() == "2026-03-01T12:00:00+00:00"
    assert estate.client("sts", made["AccessKeyId"], made["SecretAccessKey"]).get_caller_identity()["Arn"] == (
        f"arn:aws:iam::{account}:user/uma"
    )


def test_control_changes_and_deletes_keys(estate, account, user):
    key = user["keys"][0]["accessKeyId"]
    estate.post("keys", accountId=account, accessKeyId=key, status="Inactive", by="uma")
    assert estate.users_of(account)["uma"]["keys"][0]["statusChangedBy"] == "uma"
    estate.post("keys", accountId=account, accessKeyId=key, delete=True)
    assert estate.users_of(account)["uma"]["keys"] == []
