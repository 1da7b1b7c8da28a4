"""Fills the estate: the same people, ids and keys for the same seed, sizes and day."""

import datetime
import json
from pathlib import Path
from random import Random

from moto.moto_api._internal import mock_random

from estate import accounts, ids, people, residents, roles, story
from estate.clock import clock, iso, naive_utc

NAMES = ["security", "shop", "data", "ledger", "search", "mobile", "partners", "lab", "archive"]


def fill(count_accounts, count_users, seed, day):
    """Seeds everything and returns the manifest, without the endpoint."""
    start = naive_utc(day)
    mock_random.seed(seed)
    ids.seed(seed)
    chance = Random(seed)
    clock.set(start)
    used = [accounts.account_id(i) for i in range(count_accounts)]
    accounts.create_organization("security")
    for index, account in enumerate(used):
        accounts.join(account, NAMES[index] if index < len(NAMES) else f"team-{index + 1:03d}")
    hub = _hub(start)
    cast = people.everyone(count_users)
    for person in cast:
        residents.upsert_user(_wish(person, used[person["slot"] % len(used)], start, chance))
    # Where nobody lives nothing happens, and there is nobody to protect.
    events = story.write(start, used if cast else [])
    story.tell(start, events)
    return {
        "day": iso(start),
        "hub": {"accountId": accounts.HUB, "userName": roles.HUB_USER, **hub},
        "region": "us-east-1",
        "accounts": [{"id": a, "name": accounts.name_of(a)} for a in used],
        "externalId": roles.EXTERNAL_ID,
        "auditRole": roles.AUDIT,
        "enforceRole": roles.ENFORCE,
        "protected": ["arn:aws:iam::*:user/break-glass/*"] if cast else [],
        "teams": people.TEAMS,
        "securityChannel": people.SECURITY_CHANNEL,
        "slack": people.slack(cast),
        "story": events,
    }


def _hub(start):
    made = residents.upsert_user(
        {
            "accountId": accounts.HUB,
            "userName": roles.HUB_USER,
            "path": "/service/",
            "createdAt": iso(start - datetime.timedelta(days=40)),
            "tags": {"type": "machine", "team": "security"},
            "keys": [{"createdAt": iso(start - datetime.timedelta(days=30))}],
        }
    )
    accounts.iam(accounts.HUB).put_user_policy(roles.HUB_USER, "RelevoHub", roles.hub_policy())
    key = made["keys"][0]
    return {"accessKeyId": key["accessKeyId"], "secretAccessKey": key["secretAccessKey"]}


def _wish(person, account, start, chance):
    def ago(days, hours=0.0):
        # Keys are made in working hours: some hours before noon, so that the age at noon is what the cast says.
        return iso(start - datetime.timedelta(days=days, hours=hours))

    ages = person["ages"]
    oldest = max([*ages, (person.get("password") or {}).get("age") or 0, 30])
    keys = []
    for index, age in enumerate(ages):
        key = {"createdAt": ago(age, chance.uniform(0.5, 4))}
        if index in person.get("inactive", ()):
            key["status"] = "Inactive"
        if not person.get("unused") and age > 0:
            day = chance.randint(0, min(age - 1, 20)) if age > 1 else 0
            service, region = chance.choice([("s3", "N/A"), ("ec2", "eu-west-1"), ("sts", "us-east-1")])
            key["lastUsed"] = {"at": ago(day, 0.25), "service": service, "region": region}
        if person.get("reported"):
            key["reportedRotatedAt"] = ago(min(person["reported"], age))
        keys.append(key)
    wish = {
        "accountId": account,
        "userName": person["name"],
        "path": person.get("path", "/"),
        "createdAt": ago(oldest + 30, 2),
        "tags": person["tags"],
        "keys": keys,
        "mfa": bool(person.get("mfa")),
    }
    password = person.get("password")
    if password:
        used = password["used"]
        wish["password"] = {"lastChanged": ago(password["age"], 1), "lastUsed": None if used is None else ago(used)}
    return wish


def write_manifest(path, manifest, endpoint):
    """The manifest as JSON, whole or not at all. It holds the hub's secret: 0600."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"endpoint": endpoint, **manifest}, ensure_ascii=False, indent=2) + "\n")
    draft.replace(target)
