"""What Relevo is doing when it is killed: each scene has a past, the act under fire, and what comes after."""

from dataclasses import dataclass
from datetime import timedelta

from faults import deployed, people, points
from faults.evidence import Evidence
from faults.world import document, iso

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
RESTORED_FOR = 2


class Broken(Exception):
    """Something that must work did not."""


@dataclass
class Scene:
    """`past` once, kept; then per point: `act` with its trouble, `after` with none."""

    name: str
    what: str
    settings: dict

    @property
    def limit(self):
        """How many keys may go in a day, where keys wait for their turn."""
        return self.settings.get("max-deactivations")

    def run(self, world, instant, **trouble):
        """One run, at an instant of the story."""
        return world.run(instant, **trouble)

    def points(self, world, count):
        """Where it can be killed, from what passed the gates and from the file that counts the ledger's writes."""
        return points.of(world.aws_gate.seen + world.slack_gate.seen, count.stat().st_size)

    def good(self, ended, *statuses):
        """The run's document, if it ended as a run does that had no trouble."""
        if ended.status not in (statuses or (0,)):
            raise Broken(f"a normal run ended with {ended.status}: {ended.err}")
        return document(ended)

    def after(self, world, day):
        """One normal run; if it left a promise for later, the run on that later day."""
        self.good(self.run(world, day + 2 * HOUR))
        self.settle(world, day)

    def settle(self, world, day):
        """Runs on the days that later promises give, until what was due is off."""
        for _ in range(3):
            evidence = Evidence(world)
            due = [key for key in self.due(evidence, day) if evidence.keys[key]["status"] == "Active"]
            if not due:
                return
            latest = max(evidence.deadline(key, float("inf")) or 0 for key in due)
            self.good(self.run(world, max(world.now + HOUR, day.fromtimestamp(latest, day.tzinfo) + MINUTE)), 0, 4)

    def due(self, evidence, day):
        """The keys that are to be off in the end: those that came of age by the day and were told in time."""
        oldest = iso(day - timedelta(days=91))
        owners = ("U0ANA", "U0BRUNO")
        return [key for key, owner in evidence.recipients.items()
                if owner in owners and evidence.keys[key]["createDate"] < oldest]  # fmt: skip

    def live(self, world, *users):
        world.change("users", {"users": list(users)})

    def told_before(self, world, day):
        """A run six days before, which tells whose keys are due on the day."""
        self.good(self.run(world, day - timedelta(days=6)))


class Day(Scene):
    """A run that has everything to do."""

    def past(self, world, day):
        self.first(world, day)
        self.told_before(world, day)
        self.since(world, day)

    def first(self, world, day):
        """Who lives there from the first."""
        shop, data = people.SHOP, people.DATA
        self.live(
            world,
            people.engineer(day, shop, "ana", 91), people.engineer(day, shop, "bruno", 76),
            people.engineer(day, shop, "dora", 85), people.engineer(day, data, "ana", 77),
            people.machine(day, data, "robot", 81), people.nobody(day, data, "who", 86),
        )  # fmt: skip

    def since(self, world, day):
        """A key that is far too old comes to light, and somebody rotates."""
        shop = people.SHOP
        world.change("users", people.engineer(day, shop, "cleo", 200))
        users = world.state()["accounts"][shop]["users"]
        old = next(user for user in users if user["userName"] == "dora")["keys"][0]["accessKeyId"]
        world.change("keys", {"accountId": shop, "userName": "dora", "createdAt": iso(day - 2 * HOUR)})
        world.change("keys", {"accountId": shop, "accessKeyId": old, "status": "Inactive", "by": "dora"})

    def act(self, world, day, **trouble):
        return self.run(world, day + HOUR, **trouble)


class Deployed(Day):
    """The same day by the deployed function, which is killed at its writes; Step Functions calls it again."""

    def past(self, world, day):
        deployed.deploy(world)
        super().past(world, day)

    def run(self, world, instant, count=None, **trouble):
        # Its ledger isn't on a disk of ours.
        return deployed.run(world, instant, **trouble)

    def act(self, world, day, **trouble):
        ended = super().act(world, day, **trouble)
        if ended.status == 1:
            # A killed call is called again, so the execution ends well.
            raise Broken(ended.err)
        return ended

    def points(self, world, count):
        return points.of_writes(world.aws_gate.seen + world.slack_gate.seen)


class Restore(Scene):
    """`relevo restore` of a key that went an hour ago; then a run, and one after the restore's end."""

    def past(self, world, day):
        self.live(world, people.engineer(day, people.SHOP, "ana", 91))
        self.told_before(world, day)
        self.good(world.run(day - MINUTE))
        world.story["key"] = Evidence(world).switches[0].key

    def act(self, world, day, **trouble):
        # As somebody gives it: at the time of the wall clock.
        world.turn(world.wall())
        world.story["end"] = world.now + RESTORED_FOR * HOUR
        order = ("restore", world.story["key"], "--for", f"{RESTORED_FOR}h", "--reason", "billing export")
        return world.relevo(*order, **trouble)

    def after(self, world, day):
        self.good(world.run(world.now + 10 * MINUTE))
        self.good(world.run(world.now + RESTORED_FOR * HOUR))
        self.settle(world, day)


class Restored(Restore):
    """The run after a restore's end."""

    def past(self, world, day):
        super().past(world, day)
        self.good(super().act(world, day))

    def act(self, world, day, **trouble):
        return world.run(world.story["end"] + MINUTE, **trouble)

    def after(self, world, day):
        self.good(world.run(world.story["end"] + HOUR))
        self.settle(world, day)


class Waiting(Scene):
    """A run in which one key waits for its turn; the run of the next day deactivates it."""

    def past(self, world, day):
        day = self.morning(day)
        self.live(world, people.engineer(day, people.SHOP, "ana", 91), people.engineer(day, people.DATA, "bruno", 92))
        self.told_before(world, day)

    def morning(self, day):
        """The limit is one of a civil day, in which all runs of `day` must lie."""
        return day.replace(hour=9)

    def act(self, world, day, **trouble):
        return world.run(self.morning(day) + HOUR, **trouble)

    def after(self, world, day):
        day = self.morning(day)
        self.good(world.run(day + 2 * HOUR))
        self.good(world.run(day + 25 * HOUR))
        self.settle(world, day)


ALL = (
    Day("day", "a run with notices, a late key, a new and a rotated one, and a deactivation", {}),
    Deployed("deployed", "the same by Lambda and Step Functions", {}),
    Restore("restore", "relevo restore", {}),
    Restored("restored", "the run after a restore's end", {}),
    Waiting("waiting", "a run in which a key waits for its turn", {"max-deactivations": 1}),
)
