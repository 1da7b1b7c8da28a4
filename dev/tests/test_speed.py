import statistics
import time

import pytest


@pytest.fixture(scope="module")
def city(estate):
    """A thousand users in one account, each with a key and three tags."""
    account = estate.new_account()
    people = [
        {
            "accountId": account,
            "userName": f"user{n:04d}",
            "tags": {"type": "engineer", "slack-id": f"U{n:09d}", "full-name": f"Nömbre {n}"},
            "keys": [{"createdAt": "2025-12-01"}],
        }
        for n in range(1000)
    ]
    estate.post("users", users=people)
    return account


def seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_listing_a_users_keys_stays_quick(estate, city):
    iam = estate.iam(city)
    iam.list_access_keys(UserName="user0000")
    took = [seconds(lambda n=n: iam.list_access_keys(UserName=f"user{n:04d}")) for n in range(0, 1000, 20)]
    assert statistics.median(took) < 0.015


def test_all_details_come_in_one_page_in_time(estate, city):
    iam = estate.iam(city)
    found = []

    def ask():
        found[:] = iam.get_account_authorization_details(Filter=["User"], MaxItems=1000)["UserDetailList"]

    assert min(seconds(ask) for _ in range(3)) < 1.5
    assert len(found) == 1000 and found[7]["Tags"][0]["Key"] == "type"
