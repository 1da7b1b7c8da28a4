import pytest
from refusals import refused

SHOP = "222222222222"


def test_it_works_across_accounts_with_the_external_id(estate):
    got = estate.assume(SHOP)
    sts = estate.client("sts", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
    identity = sts.get_caller_identity()
    assert identity["Account"] == SHOP
    assert identity["Arn"] == f"arn:aws:sts::{SHOP}:assumed-role/RelevoAudit/relevo-test"


@pytest.mark.parametrize("more", [{"ExternalId": "wrong"}, {"ExternalId": None}], ids=["wrong", "none"])
def test_the_external_id_must_be_right(estate, more):
    wish = {key: value for key, value in more.items() if value}
    with refused("AccessDenied", 403):
        estate.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{SHOP}:role/RelevoAudit", RoleSessionName="relevo-test", **wish
        )


@pytest.mark.parametrize("arn", [f"arn:aws:iam::{SHOP}:role/Nobody", "arn:aws:iam::999999999998:role/RelevoAudit"])
def test_the_role_must_exist(estate, arn):
    with refused("AccessDenied", 403):
        estate.client("sts").assume_role(RoleArn=arn, RoleSessionName="relevo-test", ExternalId="relevo-demo")


def test_only_those_the_role_trusts_may_have_it(estate, account):
    estate.post("users", accountId=account, userName="stranger")
    key = estate.post("keys", accountId=account, userName="stranger")
    stranger = estate.client("sts", key["accessKeyId"], key["secretAccessKey"])
    with refused("AccessDenied", 403):
        estate.assume(SHOP, client=stranger)


def test_a_session_lasts_an_hour_at_most(estate):
    for wrong in (899, 3601):
        with refused("ValidationError", 400):
            estate.assume(SHOP, DurationSeconds=wrong)
    estate.assume(SHOP, DurationSeconds=900)


def test_an_expired_session_is_refused(estate, account):
    iam = estate.iam(account)
    iam.list_users()
    assert estate.post("expire-sessions", accountId=account)["expired"] == 1
    with refused("ExpiredToken", 403):
        iam.list_users()
