import datetime
import json
import urllib.request

import botocore.auth
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from refusals import refused

SHOP = "222222222222"
FOUR = ["UpdateAccessKey", "ListAccessKeys", "GetUser", "GetAccessKeyLastUsed"]


def allow(actions, resource="*"):
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def only(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def arn(name, account=SHOP):
    return f"arn:aws:iam::{account}:user/{name}"


def deactivate(iam, estate, name):
    key = estate.users_of(SHOP)[name]["keys"][0]["accessKeyId"]
    iam.update_access_key(UserName=name, AccessKeyId=key, Status="Inactive")


@pytest.fixture
def pair(guarded):
    """Two users, one of them with a path, and a policy-less third with keys of its own."""
    for name, path in (("pam", "/"), ("pim", "/team/a/"), ("pom", "/")):
        if name in guarded.users_of(SHOP):
            guarded.post("delete-user", accountId=SHOP, userName=name)
        guarded.post("users", accountId=SHOP, userName=name, path=path, keys=[{}])
    return guarded


def test_the_audit_role_reads_and_cannot_write(pair):
    iam = pair.iam(SHOP)
    assert iam.get_account_authorization_details(Filter=["User"])["UserDetailList"]
    iam.generate_credential_report()
    iam.list_access_keys(UserName="pim")
    with refused("AccessDenied", 403):
        deactivate(iam, pair, "pam")
    with refused("AccessDenied", 403):
        iam.create_access_key(UserName="pam")


def test_the_enforce_role_works_on_users_whatever_their_path(pair):
    iam = pair.iam(SHOP, "RelevoEnforce")
    deactivate(iam, pair, "pam")
    deactivate(iam, pair, "pim")
    key = pair.users_of(SHOP)["pim"]["keys"][0]["accessKeyId"]
    assert iam.get_access_key_last_used(AccessKeyId=key)["UserName"] == "pim"
    with refused("AccessDenied", 403):
        iam.list_users()


def test_a_deny_on_a_path_holds(pair):
    pair.post("users", accountId=SHOP, userName="bg", path="/break-glass/", keys=[{}])
    with refused("AccessDenied", 403):
        deactivate(pair.iam(SHOP, "RelevoEnforce"), pair, "bg")
    pair.post("delete-user", accountId=SHOP, userName="bg")


def test_a_session_policy_narrows_the_role_to_one_user(pair):
    narrowed = only(allow([f"iam:{name}" for name in FOUR], arn("team/a/pim")))
    iam = pair.iam(SHOP, "RelevoEnforce", Policy=narrowed, DurationSeconds=900)
    deactivate(iam, pair, "pim")
    with refused("AccessDenied", 403):
        deactivate(iam, pair, "pam")


def test_a_session_policy_gives_nothing_the_role_lacks(pair):
    iam = pair.iam(SHOP, Policy=only(allow("iam:*")))
    assert iam.list_users()["Users"]
    with refused("AccessDenied", 403):
        deactivate(iam, pair, "pam")


def test_a_session_policy_can_take_writing_away(pair):
    iam = pair.iam(SHOP, "RelevoEnforce", Policy=only(allow(["iam:Get*", "iam:List*"])))
    iam.list_access_keys(UserName="pam")
    with refused("AccessDenied", 403):
        deactivate(iam, pair, "pam")


def test_an_inactive_key_is_refused(pair):
    key = pair.post("keys", accountId=SHOP, userName="pom")
    sts = pair.client("sts", key["accessKeyId"], key["secretAccessKey"])
    assert sts.get_caller_identity()["Arn"] == arn("pom")
    pair.post("keys", accountId=SHOP, accessKeyId=key["accessKeyId"], status="Inactive")
    with refused("InvalidClientTokenId", 403):
        sts.get_caller_identity()
    pair.post("keys", accountId=SHOP, accessKeyId=key["accessKeyId"], status="Active")
    sts.get_caller_identity()


def test_a_wrong_secret_and_a_wrong_token_are_told_apart(pair):
    with refused("SignatureDoesNotMatch", 403):
        pair.client("sts", secret="wrong").get_caller_identity()
    with refused("InvalidClientTokenId", 403):
        pair.client("sts", "AKIAAAAAAAAAAAAAAAAA", "x").get_caller_identity()
    got = pair.assume(SHOP)
    with refused("InvalidClientTokenId", 403):
        pair.client("iam", got["AccessKeyId"], got["SecretAccessKey"], "no-such-token").list_users()


def test_a_condition_on_the_users_tags_is_evaluated(pair):
    pair.post("users", accountId=SHOP, userName="boss", keys=[])
    key = pair.post("keys", accountId=SHOP, userName="boss")
    guard = {"StringEquals": {"iam:ResourceTag/team": "shop"}}
    statement = {**allow("iam:GetUser", "arn:aws:iam::*:user/*"), "Condition": guard}
    own = only(statement, allow("iam:ListAccessKeys", "arn:aws:iam::*:user/${aws:username}"))
    admin = pair.client("iam", key["accessKeyId"], key["secretAccessKey"])
    with refused("AccessDenied", 403):
        admin.get_user(UserName="pam")
    pair.post("users", accountId=SHOP, userName="boss", policies={"p": own})
    pair.post("tags", accountId=SHOP, userName="pam", tags={"team": "shop"})
    assert admin.get_user(UserName="pam")["User"]["UserName"] == "pam"
    with refused("AccessDenied", 403):
        admin.get_user(UserName="pim")
    assert admin.list_access_keys()["AccessKeyMetadata"][0]["UserName"] == "boss"
    with refused("AccessDenied", 403):
        admin.list_access_keys(UserName="pam")
    pair.post("delete-user", accountId=SHOP, userName="boss")


def test_the_hub_may_assume_the_two_roles_and_no_other(pair):
    assert pair.client("organizations").list_accounts()["Accounts"]
    with refused("AccessDenied", 403):
        pair.assume(SHOP, "OrganizationAccountAccessRole")
    with refused("AccessDenied", 403):
        pair.client("iam").list_users()


def test_a_signature_lives_five_minutes(pair, monkeypatch):
    for minutes in (-6, 6):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        with monkeypatch.context() as patch:
            patch.setattr(botocore.auth, "get_current_datetime", lambda moment=moment, **_: moment)
            with refused("SignatureDoesNotMatch", 403) as caught:
                pair.client("sts").get_caller_identity()
        assert "Signature" in str(caught.value) and "5 min." in str(caught.value)


def test_a_form_may_write_its_spaces_either_way(pair):
    credentials = Credentials(pair.hub["accessKeyId"], pair.hub["secretAccessKey"])
    for space in ("+", "%20"):
        body = f"Action=GetCallerIdentity&Version=2011-06-15&Ignored=a{space}b"
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        signed = AWSRequest("POST", pair.endpoint + "/", data=body.encode(), headers=headers)
        SigV4Auth(credentials, "sts", "us-east-1").add_auth(signed)
        request = urllib.request.Request(pair.endpoint + "/", body.encode(), dict(signed.headers))
        with urllib.request.urlopen(request) as answer:
            assert b"relevo-hub" in answer.read()
