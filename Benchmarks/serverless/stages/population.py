"""Who lives in the stand-in's accounts: the same people, ids, keys and ages for the same sizes and day. Pure.

Every ten accounts are alike, so that sizes can be compared: the same ages, one set of forty engineers who have users in all
ten, and the same number of keys that become due on each day.
"""

import datetime
from dataclasses import dataclass, field

HUB = "111111111111"
AUDIT, ENFORCE, EXTERNAL_ID = "RelevoAudit", "RelevoEnforce", "relevo-bench"
SECURITY_CHANNEL = "C0000SECURITY"
TEAMS = {"payments": "C0000PAYMENTS", "data": "C00000DATA"}
STAGE = 76
BLOCK, ENGINEERS = 10, 40
DAY = datetime.timedelta(days=1)


def account_id(index):
    """111111111111 … 999999999999, then 100000000010 and up, as in the local AWS."""
    return str(index + 1) * 12 if index < 9 else str(100000000001 + index)


def index_of(account):
    """The number of an account, or None if it is none of ours."""
    if len(account) != 12 or not account.isdigit():
        return None
    return int(account[0]) - 1 if account == account[0] * 12 and account[0] != "0" else int(account) - 100000000001


@dataclass
class Key:
    id: str
    created: datetime.datetime
    status: str = "Active"
    # (instant, service, region)
    used: tuple | None = None
    # What the credential report says instead of the creation: "created or last changed".
    reported: datetime.datetime | None = None


@dataclass
class User:
    name: str
    id: str
    created: datetime.datetime
    tags: dict
    mfa: bool
    keys: list = field(default_factory=list)


@dataclass(frozen=True)
class Population:
    """`due`: of a thousand users, how many have a key that reaches the first stage on a day, the first day and each later one.

    `start` is noon of the first day, in UTC and without a zone.
    """

    accounts: int
    users: int = 100
    due: int = 10
    start: datetime.datetime = datetime.datetime(2026, 5, 1, 12)

    def ids(self):
        return [account_id(index) for index in range(self.accounts)]

    def of(self, account):
        """The users of an account on the first day, by name; None if there is no such account."""
        index = index_of(account)
        if index is None or not 0 <= index < self.accounts:
            return None
        return {user.name: user for user in (self._user(index, number) for number in range(self.users))}

    def rotates(self, account, user):
        """Whether this user, whose key became due on the first day, has rotated it by the second: every other one."""
        index, number = index_of(account), int(user.name[-5:])
        slot, day = self._turn(index, number)
        return day == 0 and slot % 2 == 0

    def _turn(self, index, number):
        """(which of the due ones this is, the day on which its key becomes due), or (0, None)."""
        step = 1000 // self.due
        slot, place = divmod((index % BLOCK) * self.users + number, step)
        # One in five is a machine's: those numbers are divisible by five.
        day = {1 + slot % 5: 0, 11 + slot % 5: 1}.get(place)
        return slot, day

    def _user(self, index, number):
        _, day = self._turn(index, number)
        age = 3 + (number * 37 + index % BLOCK * 11) % 68 if day is None else STAGE - day
        name, account = f"user-{number:05d}", account_id(index)
        # Some minutes before noon, so that the age at noon is a whole number of days.
        created = self.start - age * DAY - datetime.timedelta(seconds=600 + (number * 61 + index * 17) % 3600)
        user = User(name, f"AIDA{index:09d}{number:08d}", created - 30 * DAY, self._tags(index, number), number % 3 == 0)
        if number % 20 != 19:
            user.keys.append(self._key(index, number, 0, created))
        if number % 10 == 7:
            # Left behind by a rotation.
            user.keys.append(Key(key_id(index, number, 1), created - 20 * DAY, "Inactive"))
        return user

    def _key(self, index, number, slot, created):
        key = Key(key_id(index, number, slot), created)
        if number % 5 != 4:
            ago = min((self.start - created).days, number % 20)
            where = (("s3", "N/A"), ("ec2", "eu-west-1"), ("sts", "us-east-1"))[number % 3]
            key.used = (max(created, self.start - ago * DAY - datetime.timedelta(hours=2)), *where)
        if number % 20 == 13:
            key.reported = created + DAY
        return key

    def _tags(self, index, number):
        if number % 5 == 0:
            return {"type": "machine", "team": sorted(TEAMS)[number // 5 % 2]}
        person = (number + index % BLOCK * 4) % ENGINEERS
        group = index // BLOCK
        return {"type": "engineer", "slack-id": f"U0{group:05d}{person:02d}", "full-name": f"Person {group}-{person}"}


def key_id(index, number, slot):
    return f"AKIA{index:07d}{number:05d}{slot:04d}"


def owner_of(key):
    """(account index, user number) of a key id of ours, or None."""
    if len(key) != 20 or not key.startswith("AKIA") or not key[4:].isdigit():
        return None
    return int(key[4:11]), int(key[11:16])


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def wish(account, user):
    """A user as the local AWS's control call takes it."""
    keys = []
    for key in user.keys:
        entry = {"createdAt": iso(key.created), "status": key.status}
        if key.used:
            entry["lastUsed"] = dict(zip(("at", "service", "region"), (iso(key.used[0]), *key.used[1:])))
        if key.reported:
            entry["reportedRotatedAt"] = iso(key.reported)
        keys.append(entry)
    return {"accountId": account, "userName": user.name, "createdAt": iso(user.created), "tags": user.tags,
            "mfa": user.mfa, "keys": keys}  # fmt: skip
