"""Who lives in the estate: the same people, keys and ages for the same seed and sizes. Pure."""

import datetime
from random import Random

DAY = datetime.timedelta(days=1)
TEAMS = ("payments", "data")


def people(account_ids, users, now, seed=1):
    """For each account, the wishes of its users: 95 of 100 with a key, 15 with two, no key older than 91 days."""
    chance = Random(seed)
    return {account: [_wish(account, number, now, chance) for number in range(users)] for account in account_ids}


def _wish(account, number, now, chance):
    keys = [] if number % 20 == 19 else [_key(now, chance)]
    if number % 7 == 3 and keys:
        keys.append(_key(now, chance))
    oldest = min((key["createdAt"] for key in keys), default=_iso(now))
    created = datetime.datetime.fromisoformat(oldest) - chance.uniform(1, 900) * DAY
    return {
        "accountId": account,
        "userName": f"user-{number:04d}",
        "createdAt": _iso(created),
        "tags": _tags(account, number),
        "mfa": number % 3 == 0,
        "keys": keys,
    }


def _tags(account, number):
    if number % 5 == 0:
        return {"type": "machine", "team": TEAMS[number // 5 % 2]}
    return {"type": "engineer", "slack-id": f"U{account[-6:]}{number:04d}", "full-name": f"Person {number:04d}"}


def _key(now, chance):
    created = now - chance.uniform(0.1, 91) * DAY
    key = {"createdAt": _iso(created), "status": "Inactive" if chance.random() < 0.05 else "Active"}
    if chance.random() < 0.8:
        used = created + (now - created) * chance.random()
        service, region = chance.choice([("s3", "N/A"), ("ec2", "eu-west-1"), ("sts", "us-east-1")])
        key["lastUsed"] = {"at": _iso(used), "service": service, "region": region}
    # The report may call a key rotated on the day it was only changed.
    if chance.random() < 0.05:
        key["reportedRotatedAt"] = _iso(created + (now - created) * chance.random())
    return key


def _iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
