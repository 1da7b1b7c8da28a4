"""Who answers for a user on a day, worked out from what AWS and Slack say and not from what Relevo says."""

import re
from fnmatch import fnmatchcase

PERSON = re.compile(r"[UW][A-Z0-9]{2,}\Z")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}\Z")
SECURITY = "security"


class Day:
    """The estate as it was when a run began (`GET /estate/state`), with the workspace's people."""

    def __init__(self, state, slack, teams, protected):
        self.teams = teams
        self.protected = protected
        self.people = {user["id"]: user for user in slack["users"]}
        self.team = slack.get("teamId")
        self.users = {}
        self.keys = {}
        self._names = {}
        for account, content in state["accounts"].items():
            for user in content["users"]:
                known = {**user, "accountId": account, "tags": {k.lower(): v for k, v in user["tags"].items()}}
                self.users[account, user["userId"]] = known
                for key in user["keys"]:
                    self.keys[account, key["accessKeyId"]] = (known, key)
                slack_id, name = known["tags"].get("slack-id"), known["tags"].get("full-name")
                if slack_id and name:
                    self._names.setdefault(slack_id, set()).add(" ".join(name.lower().split()))

    def owner_type(self, user):
        """`engineer`, `machine` or None."""
        word = user["tags"].get("type", "").strip().lower()
        return word if word in ("engineer", "machine") else None

    def is_protected(self, user):
        return any(fnmatchcase(user["arn"], pattern) for pattern in self.protected)

    def may_be_deactivated(self, user):
        """Under the demo's configuration: keys of engineers who can be notified or have left, and of nobody protected."""
        if self.owner_type(user) != "engineer" or self.is_protected(user):
            return False
        return self.recipient(user) != SECURITY or self.has_left(user)

    def has_left(self, user):
        """Whether the owner is deactivated in Slack; of an id with two names it is unknown whose it is."""
        slack_id = user["tags"].get("slack-id", "").strip()
        return len(self._names.get(slack_id, ())) < 2 and bool(self.people.get(slack_id, {}).get("deleted"))

    def recipient(self, user):
        """A person's id, a channel's, or `security`."""
        kind, slack_id = self.owner_type(user), user["tags"].get("slack-id", "").strip()
        if kind == "machine":
            return slack_id if CHANNEL.match(slack_id) else self.teams.get(user["tags"].get("team"), SECURITY)
        if kind is None or not PERSON.match(slack_id) or len(self._names.get(slack_id, ())) > 1:
            return SECURITY
        person = self.people.get(slack_id)
        if person is None or person.get("deleted") or person.get("isBot"):
            return SECURITY
        if person.get("teamId", self.team) != self.team:
            return SECURITY
        return slack_id
