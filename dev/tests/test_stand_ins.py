import json

import pytest
from refusals import refused


@pytest.fixture
def lookup(estate, account):
    got = estate.assume(account)
    client = estate.client("cloudtrail", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])

    def look(key=None, value=None, **more):
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
