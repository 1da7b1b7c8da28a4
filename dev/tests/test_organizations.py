from refusals import refused


def test_the_hub_lists_its_accounts(estate):
    listed = [a for page in estate.client("organizations").get_paginator("list_accounts").paginate() for a in
              page["Accounts"]]  # fmt: skip
    found = {a["Id"]: (a["Name"], a["Status"]) for a in listed}
    assert found["111111111111"] == ("security", "ACTIVE") and found["222222222222"] == ("shop", "ACTIVE")
    assert len(listed) == len(found)


def test_a_member_may_not(estate):
    got = estate.assume("222222222222")
    member = estate.client("organizations", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
    with refused("AccessDeniedException", 400):
        member.list_accounts()


def test_twenty_accounts_make_a_page_and_pages_may_be_empty(estate):
    for _ in range(25):
        estate.new_account()
    client = estate.client("organizations")
    with refused("InvalidInputException", 400):
        client.list_accounts(MaxResults=21)
    assert len(client.list_accounts()["Accounts"]) == 20
    with refused("InvalidInputException", 400):
        client.list_accounts(NextToken="20")
    estate.post("organization", pageSize=10, emptyPages=1)
    try:
        pages = list(client.get_paginator("list_accounts").paginate())
    finally:
        estate.post("organization", pageSize=20, emptyPages=0)
    sizes = [len(page["Accounts"]) for page in pages]
    assert sizes[0] == 0 and sizes[1] == 10 and sizes.count(0) == len(sizes) / 2
    ids = [a["Id"] for page in pages for a in page["Accounts"]]
    assert ids == sorted(set(ids)) and len(ids) >= 28


def test_an_account_may_leave(estate):
    account = estate.new_account()
    estate.post("accounts", accountId=account, leave=True)
    pages = estate.client("organizations").get_paginator("list_accounts").paginate()
    assert account not in [a["Id"] for page in pages for a in page["Accounts"]]
