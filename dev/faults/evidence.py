"""What AWS and Slack hold when a world has come to rest, and what can be read off both without Relevo's help."""

from collections import namedtuple
from datetime import datetime

from faults import reading
from faults.world import CHANNEL

# A change that took effect: of which key, to which status, when (seconds of the story), by whom.
Switch = namedtuple("Switch", "account key status at run")


class Evidence:
    """Statements, switches, keys and their owners."""

    def __init__(self, world):
        self.state = world.state()
        self.said = list(reading.read(world.messages(), self.state))
        self.switches = list(_switches(world.log()))
        self.keys, self.recipients = {}, {}
        for account in self.state["accounts"].values():
            for user in account["users"]:
                for key in user["keys"]:
                    self.keys[key["accessKeyId"]] = key
                    self.recipients[key["accessKeyId"]] = _recipient(user["tags"])

    def off(self):
        """When Relevo deactivated each key, by key."""
        found = {}
        for switch in self.switches:
            if switch.status == "Inactive":
                found.setdefault(switch.key, []).append(switch.at)
        return found

    def deadline(self, key, before):
        """The latest deadline that stood in messages about a key to those who answer for it, or None."""
        given = [
            said.deadline
            for said in self.said
            if said.key == key and said.place == self.recipients[key] and said.binding and said.ts < before
        ]
        return max(given, default=None)


def _recipient(tags):
    if tags.get("type") == "engineer":
        return tags.get("slack-id")
    return "C0PAYMENTS" if tags.get("team") == "payments" else CHANNEL


def _switches(log):
    """Calls by Relevo that changed a status; one that found it so already (a second try) changed nothing."""
    status = {}
    for call in log:
        if call["action"] != "UpdateAccessKey" or call["outcome"] >= 400:
            continue
        if status.get(call["accessKeyId"], "other") == call["status"]:
            continue
        status[call["accessKeyId"]] = call["status"]
        session = call["caller"].get("sessionName") or ""
        yield Switch(call["accountId"], call["accessKeyId"], call["status"], unix(call["at"]), session)


def unix(instant):
    return int(datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp())
