"""What exists in the stand-in's AWS today: the population and what changed since, credential reports, events."""

import datetime
import json
import time

from stages import population
from stages.population import DAY, HUB, Key, iso

FRESH = datetime.timedelta(hours=4)
COLUMNS = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
)


def arn(account, name):
    return f"arn:aws:iam::{account}:user/{name}"


class Estate:
    """Accounts are made when they are first asked for. `polls`: how often a report is in progress."""

    def __init__(self, people, polls=1):
        self.people, self.polls = people, polls
        self.day = 0
        self._since = (people.start, time.monotonic())
        self._accounts = {}
        self._reports = {}
        self._events = {}

    def now(self):
        start, at = self._since
        return start + datetime.timedelta(seconds=int(time.monotonic() - at))

    def begin_day(self, day):
        """Noon of that day, counted from 0; by the second, every other owner has rotated what was due on the first."""
        self._since = (self.people.start + day * DAY, time.monotonic())
        if self.day == 0 and day > 0:
            for account in self.people.ids():
                self._rotate(account)
        self.day = day

    def _rotate(self, account):
        for user in self.users(account).values():
            if not self.people.rotates(account, user):
                continue
            index, number = population.owner_of(user.keys[0].id)
            created = self.people.start + datetime.timedelta(hours=20)
            user.keys[0] = Key(population.key_id(index, number, 2), created, used=(created, "s3", "N/A"))
            self._record(account, "CreateAccessKey", created, user, user.keys[0])

    def _record(self, account, name, moment, user, key):
        identity = {"type": "IAMUser", "principalId": user.id, "accountId": account, "userName": user.name,
                    "arn": arn(account, user.name)}  # fmt: skip
        number = len(self._events.setdefault(account, []))
        detail = {"eventVersion": "1.11", "userIdentity": identity, "eventTime": iso(moment),
                  "eventSource": "iam.amazonaws.com", "eventName": name, "awsRegion": "us-east-1",
                  "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.31.0",
                  "requestParameters": {"userName": user.name},
                  "responseElements": {"accessKey": {"userName": user.name, "accessKeyId": key.id}},
                  "eventID": f"{account}-{number}", "eventType": "AwsApiCall"}  # fmt: skip
        self._events[account].append({
            "EventId": detail["eventID"], "EventName": name, "EventSource": "iam.amazonaws.com", "Username": user.name,
            "EventTime": moment.replace(tzinfo=datetime.timezone.utc).timestamp(), "Resources": [],
            "CloudTrailEvent": json.dumps(detail)})  # fmt: skip

    def events(self, account, attribute, value, start, end):
        """What LookupEvents finds, newest first."""
        names = {"EventName": "EventName", "Username": "Username", "EventId": "EventId"}
        found = [event for event in self._events.get(account, [])
                 if (attribute is None or event.get(names.get(attribute)) == value)
                 and (start is None or event["EventTime"] >= start) and (end is None or event["EventTime"] <= end)]  # fmt: skip
        return sorted(found, key=lambda event: -event["EventTime"])

    def users(self, account):
        """The users of an account by name; None if there is no such account."""
        if account not in self._accounts:
            self._accounts[account] = self.people.of(account)
        return self._accounts[account]

    def key(self, account, key):
        """(user, key) of a key id in its own account, or None."""
        owner = population.owner_of(key)
        if owner is None or population.index_of(account) != owner[0]:
            return None
        user = (self.users(account) or {}).get(f"user-{owner[1]:05d}")
        return next(((user, one) for one in user.keys if one.id == key), None) if user else None

    def report_state(self, account):
        """What GenerateCredentialReport answers; begins a report when there is none of the last four hours."""
        left, generated, _ = self._reports.get(account, (0, None, None))
        if left > 0:
            self._reports[account] = (left - 1, *self._reports[account][1:])
            return "INPROGRESS" if left > 1 else "COMPLETE"
        if generated is not None and datetime.timedelta() <= self.now() - generated < FRESH:
            return "COMPLETE"
        self._reports[account] = (self.polls + 1, self.now(), self._rendered(account))
        return "STARTED"

    def report(self, account):
        """(state, generated, content): state is `ready`, or the code of AWS's refusal."""
        left, generated, content = self._reports.get(account, (0, None, None))
        if generated is None:
            return "ReportNotPresent", None, None
        if left > 0:
            return "ReportInProgress", None, None
        return ("ReportExpired" if self.now() - generated >= FRESH else "ready"), generated, content

    def _rendered(self, account):
        root = "not_supported,no_information,not_supported" if account == HUB else "false,N/A,N/A"
        lines = [COLUMNS, f"<root_account>,arn:aws:iam::{account}:root,2020-01-15T09:30:00+00:00,{root},not_supported,"
                 f"{'true' if account == HUB else 'false'}{_NO_KEY * 2}{_NO_CERTIFICATES}"]  # fmt: skip
        for user in self.users(account).values():
            keys = sorted(user.keys, key=lambda key: key.id)
            cells = "".join(_cells(keys[slot]) if slot < len(keys) else _NO_KEY for slot in (0, 1))
            lines.append(f"{user.name},{arn(account, user.name)},{_moment(user.created)},false,N/A,N/A,N/A,"
                         f"{'true' if user.mfa else 'false'}{cells}{_NO_CERTIFICATES}")  # fmt: skip
        return "\n".join(lines)


_NO_KEY = ",false,N/A,N/A,N/A,N/A"
_NO_CERTIFICATES = ",false,N/A,false,N/A"


def _moment(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _cells(key):
    used = f"{_moment(key.used[0])},{key.used[2]},{key.used[1]}" if key.used else "N/A,N/A,N/A"
    return f",{'true' if key.status == 'Active' else 'false'},{_moment(key.reported or key.created)},{used}"
