"""The story of a ladder: keys of 70 days on its first day and of 96 on its last, with one of everything that matters."""

from datetime import datetime, timedelta

from demonstration import verdict
from demonstration.stories import Story

FIRST_AGE, LAST_AGE = 70, 96
SHOP, DATA = "222222222222", "333333333333"
# The day on which one account can't be read.
DENIED = 13
# name: account, age on day 0, Slack id (None: a machine of the team data, "": nobody).
CAST = {
    "ana.ruiz": (SHOP, 70, "U0ANA"),
    "ana.data": (DATA, 70, "U0ANA"),
    "bruno.diaz": (SHOP, 74, "U0BRUNO"),
    "cleo.paz": (DATA, 200, "U0CLEO"),
    "dora.gil": (SHOP, 70, "U0DORA"),
    "eva.sol": ("111111111111", 70, "U0EVA"),
    "robot": (DATA, 71, None),
    "nobody": (SHOP, 72, ""),
}
NAMES = {"U0ANA": "Ana Ruiz", "U0BRUNO": "Bruno Díaz", "U0CLEO": "Cleo Paz", "U0DORA": "Dora Gil", "U0EVA": "Eva Sol"}


def _people(manifest):
    noon = datetime.fromisoformat(manifest["day"].replace("Z", "+00:00"))

    def ago(days):
        # An hour before noon, so that the age at noon is that many days.
        return (noon - timedelta(days=days, hours=1)).isoformat()

    for name, (account, age, slack_id) in CAST.items():
        tags = {"type": "engineer", "slack-id": slack_id, "full-name": NAMES.get(slack_id)}
        if not slack_id:
            tags = {"type": "machine", "team": "data"} if slack_id is None else {}
        yield {"accountId": account, "userName": name, "createdAt": ago(age + 30), "tags": tags,
               "keys": [{"createdAt": ago(age)}]}  # fmt: skip


def people_in_slack():
    """Those who answer for the keys."""
    return [{"id": each, "name": name.lower().replace(" ", "."), "realName": name} for each, name in NAMES.items()]


def events(number, state):
    """(what happened, path, body) of a day, from what AWS holds now."""
    if number == 8:
        yield "Dora Gil makes a new key.", "keys", {"accountId": SHOP, "userName": "dora.gil", "by": "dora.gil"}
    if number == 9:
        user = next(each for each in state["accounts"][SHOP]["users"] if each["userName"] == "dora.gil")
        old = min(user["keys"], key=lambda key: key["createDate"])["accessKeyId"]
        yield ("Dora Gil deactivates her old key.", "keys",
               {"accountId": SHOP, "accessKeyId": old, "status": "Inactive", "by": "dora.gil"})  # fmt: skip
    if number == 12:
        yield ("The key of eva.sol gets another owner.", "tags",
               {"accountId": "111111111111", "userName": "eva.sol",
                "tags": {"slack-id": "U0CLEO", "full-name": "Cleo Paz"}})  # fmt: skip
    if number == DENIED:
        yield "A policy denies us account 333333333333 for one day.", "deny", {"accountId": DATA}
    if number == DENIED + 1:
        yield "Account 333333333333 lets us in again.", "deny", {"accountId": DATA, "denied": False}


LADDER = Story(
    who=f"3 accounts, {len(CAST)} keys",
    how="",
    days=LAST_AGE - FIRST_AGE + 1,
    cast=0,
    newcomers=_people,
    enforced_from=0,
    checks=verdict.CHECKS,
)
