"""The demo's stories: who is there, from which day on keys are deactivated, how many days it takes, what is checked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from demonstration import verdict


@dataclass(frozen=True)
class Story:
    """One story. What the local AWS's own people do on a day stands in estate/story.py; newcomers do nothing."""

    who: str
    how: str
    days: int
    cast: int  # how many of the local AWS's own people
    newcomers: Callable  # from the manifest: more users, as POST /estate/users takes them
    enforced_from: int  # the day; before it, `mode: notify`
    checks: dict


def _one_key_each(manifest):
    """An engineer for each age from 62 to 121 days, in all accounts by turns; every other one uses the key."""
    noon = datetime.fromisoformat(manifest["day"].replace("Z", "+00:00"))

    def ago(days):
        # An hour before noon, so that the age at noon is that many days.
        return (noon - timedelta(days=days, hours=1)).isoformat()

    for number, age in enumerate(range(62, 122)):
        used = {"lastUsed": {"at": ago(1)}} if number % 2 else {}
        yield {
            "accountId": manifest["accounts"][number % len(manifest["accounts"])]["id"],
            "userName": f"dev.{age:03d}",
            "createdAt": ago(age + 30),
            "tags": {"type": "engineer", "slack-id": f"U0ROLLOUT{age:03d}", "full-name": f"Dev {age:03d}"},
            "keys": [{"createdAt": ago(age), **used}],
        }


def slack_user(wish):
    """Who answers for a newcomer, as Slack knows them."""
    return {"id": wish["tags"]["slack-id"], "name": wish["userName"], "realName": wish["tags"]["full-name"]}


COMPANY = Story(
    who="3 accounts, 40 users",
    how="",
    days=25,
    cast=40,
    newcomers=lambda _: [],
    enforced_from=0,
    checks=verdict.CHECKS,
)
# Docs/getting-started.md, sections 7 and 8.
ROLLOUT = Story(
    who="3 accounts, 60 keys of 62 to 121 days",
    how=", three days with `mode: notify`, then `enforce`; nobody rotates",
    days=verdict.DONE_BY + 1,
    cast=0,
    newcomers=_one_key_each,
    enforced_from=3,
    checks=verdict.ROLLOUT,
)
STORIES = {"company": COMPANY, "rollout": ROLLOUT}


def named(name):
    """The story of that name, or an end that says which there are."""
    if name not in STORIES:
        raise SystemExit(f"There is no story {name}; there are: {', '.join(STORIES)}.")
    return STORIES[name]
