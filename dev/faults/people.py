"""Who lives in the bench's worlds, with ages in whole days on the day it is all about."""

from datetime import timedelta

from faults.world import iso

SHOP, DATA = "222222222222", "333333333333"
PEOPLE = {"ana": "Ana Ruiz", "bruno": "Bruno Díaz", "cleo": "Cleo Paz", "dora": "Dora Gil", "eva": "Eva Sol"}
SLACK = {
    "team": "Example",
    "teamId": "T0EXAMPLE",
    "users": [{"id": f"U0{name.upper()}", "name": name, "realName": full} for name, full in PEOPLE.items()],
    "channels": [
        {"id": "C0SECURITY", "name": "security", "private": True},
        {"id": "C0PAYMENTS", "name": "payments"},
    ],
}


def engineer(day, account, name, *ages):
    """A person with keys of these ages on `day`."""
    tags = {"type": "engineer", "slack-id": f"U0{name.upper()}", "full-name": PEOPLE[name]}
    return _user(day, account, name, tags, ages)


def machine(day, account, name, *ages):
    """A machine of the payments team."""
    return _user(day, account, name, {"type": "machine", "team": "payments"}, ages)


def nobody(day, account, name, *ages):
    """A user without any tag."""
    return _user(day, account, name, {}, ages)


def key(day, age):
    """A key of that age on `day`: made a little earlier than to the hour, as people do."""
    return {"createdAt": iso(day - timedelta(days=age, minutes=30))}


def _user(day, account, name, tags, ages):
    return {
        "accountId": account,
        "userName": name,
        "createdAt": iso(day - timedelta(days=400)),
        "tags": tags,
        "keys": [key(day, age) for age in ages],
    }
