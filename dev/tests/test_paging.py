import pytest
from refusals import refused


@pytest.fixture(scope="module")
def crowd(estate):
    account = estate.new_account()
    people = [{"accountId": account, "userName": f"user{n:03d}", "tags": {"n": str(n)}} for n in range(130)]
    estate.post("users", users=people)
    return account


def test_a_page_holds_a_hundred_unless_asked(estate, crowd):
    iam = estate.iam(crowd)
    first = iam.list_users()
    assert len(first["Users"]) == 100 and first["IsTruncated"]
    rest = iam.list_users(Marker=first["Marker"])
    assert len(rest["Users"]) == 30 and not rest["IsTruncated"] and "Marker" not in rest
    details = iam.get_account_authorization_details(Filter=["User"])
    assert len(details["UserDetailList"]) == 100 and details["IsTruncated"]


def test_a_page_holds_a_thousand_at_most(estate, crowd):
    iam = estate.iam(crowd)
    assert len(iam.list_users(MaxItems=1000)["Users"]) == 130
    for wrong in (0, 1001):
        with refused("ValidationError", 400):
            iam.get_account_authorization_details(MaxItems=wrong)


def test_details_of_all_kinds_come_in_one_line_of_pages(estate, crowd):
    pages = list(estate.iam(crowd).get_paginator("get_account_authorization_details").paginate(MaxItems=50))
    assert len(pages) == 3
    names = [user["UserName"] for page in pages for user in page["UserDetailList"]]
    assert names == sorted(set(names)) and len(names) == 130
    assert {role["RoleName"] for page in pages for role in page["RoleDetailList"]} >= {"RelevoAudit", "RelevoEnforce"}


def test_iam_may_give_shorter_pages_than_asked_for(estate, crowd):
    estate.post("report", accountId=crowd, shortPages=40)
    try:
        pages = list(estate.iam(crowd).get_paginator("list_users").paginate(PaginationConfig={"PageSize": 1000}))
        assert [len(page["Users"]) for page in pages] == [40, 40, 40, 10]
    finally:
        estate.post("report", accountId=crowd, shortPages=0)


def test_a_marker_is_opaque_and_good_for_its_own_listing_only(estate, crowd):
    iam = estate.iam(crowd)
    marker = iam.list_users()["Marker"]
    assert "user" not in marker and len(marker) <= 320
    for wrong in ("100", "bm90IGEgbWFya2Vy", marker[:-4] + "AAAA"):
        with refused("ValidationError", 400):
            iam.list_users(Marker=wrong)
    with refused("ValidationError", 400):
        iam.get_account_authorization_details(Marker=marker)


def test_users_made_or_deleted_between_two_pages_move_nobody_else(estate, crowd):
    iam = estate.iam(crowd)
    first = iam.list_users()
    estate.post("users", accountId=crowd, userName="aaa-new")
    estate.post("delete-user", accountId=crowd, userName="user000")
    second = iam.list_users(Marker=first["Marker"])
    assert [user["UserName"] for user in second["Users"]] == [f"user{n:03d}" for n in range(100, 130)]
    estate.post("delete-user", accountId=crowd, userName="aaa-new")
    estate.post("users", accountId=crowd, userName="user000")


def test_keys_and_tags_are_paged_too(estate, account):
    estate.post(
        "users", accountId=account, userName="many", tags={f"t{n}": "v" for n in range(5)}, keys=[{}, {}, {}]
    )
    iam = estate.iam(account)
    keys = iam.list_access_keys(UserName="many", MaxItems=2)
    assert len(keys["AccessKeyMetadata"]) == 2 and keys["IsTruncated"]
    last = iam.list_access_keys(UserName="many", MaxItems=2, Marker=keys["Marker"])
    assert len(last["AccessKeyMetadata"]) == 1 and not last["IsTruncated"]
    tags = iam.list_user_tags(UserName="many", MaxItems=3)
    assert [tag["Key"] for tag in tags["Tags"]] == ["t0", "t1", "t2"] and tags["IsTruncated"]
