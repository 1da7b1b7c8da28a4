import json
import time

import pytest
from refusals import refused


def trail(estate, account, role="RelevoAudit", **more):
    got = estate.assume(account, role, **more)
    return estate.client("cloudtrail", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])


@pytest.fixture
def lookup(estate, account):
    client = trail(estate, account)
    looked = []

    def look(key=None, value=None, **more):
        # No faster than AWS lets anybody look.
        if len(looked) >= 2:
            time.sleep(0.5)
        looked.append(key)
        filters = {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]} if key else {}
        return client.lookup_events(**filters, **more)

    return look


def test_cloudtrail_tells_who_made_a_key(estate, account, lookup):
    estate.post("clock", now="2026-05-01T12:00:00Z")
    estate.post("users", accountId=account, userName="una")
    wired = estate.iam(account).create_access_key(UserName="una")["AccessKey"]["AccessKeyId"]
    own = estate.post("keys", accountId=account, userName="una", by="ops.night")["accessKeyId"]
    found = lookup("EventName", "CreateAccessKey")["Events"]
    assert [(e["Username"], e["Resources"][-1]["ResourceName"]) for e in found] == [
        ("ops.night", own),
        ("relevo-test", wired),
    ]
    assert found[0]["EventTime"].timestamp() == 1777636800
    detail = json.loads(found[1]["CloudTrailEvent"])
    assert detail["userIdentity"]["type"] == "AssumedRole"
    assert detail["responseElements"]["accessKey"]["accessKeyId"] == wired
    assert [e["EventName"] for e in lookup("ResourceName", wired)["Events"]] == ["CreateAccessKey"]


def test_its_pages_belong_to_their_question(estate, account, lookup):
    estate.post("users", accountId=account, userName="una")
    for _ in range(3):
        estate.post("keys", accountId=account, userName="una", by="una")
    first = lookup("EventName", "CreateAccessKey", MaxResults=2)
    assert len(first["Events"]) == 2
    rest = lookup("EventName", "CreateAccessKey", MaxResults=2, NextToken=first["NextToken"])
    assert len(rest["Events"]) == 1 and "NextToken" not in rest
    with refused("InvalidNextTokenException", 400):
        lookup("EventName", "DeleteAccessKey", NextToken=first["NextToken"])
    with refused("InvalidMaxResultsException", 400):
        lookup(MaxResults=51)


def names(found):
    return [event["EventName"] for event in found["Events"]]


def test_it_tells_where_and_how_and_of_what_was_refused(estate, account, lookup):
    made = estate.post("users", accountId=account, userName="una", keys=[{}])["keys"][0]
    key = made["accessKeyId"]
    own = estate.client("iam", key, made["secretAccessKey"])
    own.create_access_key()
    with refused("NoSuchEntity", 404):
        estate.iam(account).update_access_key(UserName="una", AccessKeyId="AKIANOSUCHKEY0000000", Status="Active")
    estate.post(
        "keys", accountId=account, accessKeyId=key, status="Inactive", by="una", agent="Boto3/1.42",
        console=True, **{"from": "203.0.113.5"})  # fmt: skip
    found = [json.loads(event["CloudTrailEvent"]) for event in lookup()["Events"]]
    assert [(e["eventName"], e.get("errorCode")) for e in found] == [
        ("UpdateAccessKey", None),
        ("UpdateAccessKey", "NoSuchEntity"),
        ("CreateAccessKey", None),
    ]
    user = estate.users_of(account)["una"]["userId"]
    assert [e["userIdentity"]["type"] for e in found] == ["IAMUser", "AssumedRole", "IAMUser"]
    assert [found[0]["userIdentity"]["principalId"], found[2]["userIdentity"]["principalId"]] == [user, user]
    assert (found[0]["sourceIPAddress"], found[0]["userAgent"]) == ("203.0.113.5", "Boto3/1.42")
    assert found[0]["sessionCredentialFromConsole"] == "true" and found[1]["requestParameters"] is None
    assert found[0]["requestParameters"] == {"userName": "una", "accessKeyId": key, "status": "Inactive"}
    assert found[2]["sourceIPAddress"] == "127.0.0.1" and "Botocore" in found[2]["userAgent"]
    assert found[2]["requestParameters"] == {"userName": "una"}


def test_a_key_s_calls_are_in_their_region(estate, account):
    estate.post("clock", now="2026-05-01T12:00:00Z")
    used = {"at": "2026-04-30T09:00:00Z", "service": "ec2", "region": "eu-west-1", "call": "RunInstances",
            "from": "203.0.113.7", "agent": "Terraform/1.9.5"}  # fmt: skip
    made = estate.post("users", accountId=account, userName="una", keys=[{"lastUsed": used}, {}])["keys"]
    got = estate.assume(account, "RelevoAudit")
    found = {}
    for region in ("eu-west-1", "us-east-1"):
        client = estate.client(
            "cloudtrail", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"], region=region)  # fmt: skip
        for key in made:
            asked = [{"AttributeKey": "AccessKeyId", "AttributeValue": key["accessKeyId"]}]
            found[region, key["accessKeyId"]] = client.lookup_events(LookupAttributes=asked)["Events"]
    events = found.pop(("eu-west-1", made[0]["accessKeyId"]))
    assert [event["EventName"] for event in events] == ["RunInstances"] and not any(found.values())
    detail = json.loads(events[0]["CloudTrailEvent"])
    assert detail["userIdentity"]["accessKeyId"] == made[0]["accessKeyId"]
    assert (detail["eventSource"], detail["awsRegion"]) == ("ec2.amazonaws.com", "eu-west-1")
    assert (detail["sourceIPAddress"], detail["userAgent"]) == ("203.0.113.7", "Terraform/1.9.5")


def test_an_event_shows_after_its_delay_and_for_ninety_days(estate, account, lookup):
    estate.post("clock", now="2026-05-01T12:00:00Z")
    estate.post("users", accountId=account, userName="una")
    estate.post("trail", accountId=account, delaySeconds=900)
    estate.post("keys", accountId=account, userName="una", by="una")
    assert names(lookup()) == []
    estate.post("clock", now="2026-05-01T12:15:00Z")
    assert names(lookup()) == ["CreateAccessKey"]
    estate.post("clock", now="2026-07-30T12:00:00Z")
    assert names(lookup()) == ["CreateAccessKey"]
    estate.post("clock", now="2026-07-30T12:00:01Z")
    assert names(lookup()) == []


def test_two_a_second_and_no_more_in_each_account_and_region(estate, account):
    client = trail(estate, account)
    client.lookup_events()
    client.lookup_events()
    with refused("ThrottlingException", 400):
        client.lookup_events()
    trail(estate, estate.new_account()).lookup_events()
    time.sleep(0.6)
    client.lookup_events()


def test_it_is_told_to_nobody_who_may_not_look(guarded):
    shop = "222222222222"
    assert "Events" in trail(guarded, shop).lookup_events()
    with refused("AccessDeniedException", 400):
        trail(guarded, shop, "RelevoEnforce").lookup_events()
    narrow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}'
    with refused("AccessDeniedException", 400):
        trail(guarded, shop, Policy=narrow).lookup_events()
    got = guarded.assume(shop)
    wrong = guarded.client("cloudtrail", got["AccessKeyId"], "wrong", got["SessionToken"])
    with refused("InvalidSignatureException", 400):
        wrong.lookup_events()


def test_service_specific_credentials_are_listed_for_one_and_for_all(estate, account):
    for name, service in (("una", "bedrock.amazonaws.com"), ("udo", "codecommit.amazonaws.com")):
        estate.post("users", accountId=account, userName=name)
        estate.post(
            "service-credentials", accountId=account, userName=name, serviceName=service, createdAt="2025-06-01"
        )
    iam = estate.iam(account)
    listed = iam.list_service_specific_credentials(AllUsers=True)["ServiceSpecificCredentials"]
    assert {c["UserName"]: c["ServiceName"].split(".")[0] for c in listed} == {"una": "bedrock", "udo": "codecommit"}
    own = iam.list_service_specific_credentials(UserName="una")["ServiceSpecificCredentials"]
    assert [c["CreateDate"].isoformat() for c in own] == ["2025-06-01T12:00:00+00:00"]
