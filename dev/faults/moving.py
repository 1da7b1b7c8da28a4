"""What people do between the scan and the act: a key that is no longer what its messages spoke of stays as it is."""

from dataclasses import dataclass, field

from faults import people
from faults.evidence import Evidence
from faults.faults import Upon
from faults.scenes import HOUR, Broken, Scene

# The last look before the act begins with this call: until now the run knows the user as the scan saw it.
MOMENT = "aws/222222222222/iam:GetUser#1"
ACCOUNT, USER = people.SHOP, "ana"


def _tags(**tags):
    return lambda world, key: world.change("tags", {"accountId": ACCOUNT, "userName": USER, "tags": tags})


def _remake(world, key):
    """The same name, another user, with a key as old."""
    world.change("delete-user", {"accountId": ACCOUNT, "userName": USER})
    world.change("users", people.engineer(world.story["day"], ACCOUNT, USER, 91))


def _key(**wish):
    return lambda world, key: world.change("keys", {"accountId": ACCOUNT, "accessKeyId": key, "by": USER, **wish})


MOVES = {
    "the user is exempted by a tag": _tags(**{"relevo-exempt-until": "2999-01-01", "relevo-exempt-reason": "audit",
                                              "relevo-exempt-by": "Ana Ruiz"}),  # fmt: skip
    "somebody else answers for the user": _tags(**{"slack-id": "U0BRUNO", "full-name": "Bruno Díaz"}),
    "the user is a machine": _tags(type="machine", team="payments"),
    "the owner deactivates the key": _key(status="Inactive"),
    "the owner deletes the key": _key(delete=True),
    "the user is deleted and made again": _remake,
}


@dataclass
class Moves:
    """Their line in the table."""

    moves: int = 0
    broken: list = field(default_factory=list)


class Moving(Scene):
    """A run that would deactivate one key."""

    def past(self, world, day):
        self.live(world, people.engineer(day, ACCOUNT, USER, 91))
        self.told_before(world, day)

    def moved(self, bench, past, move):
        """What was broken when people made this move."""
        with bench.seat(past) as world:
            world.story["day"] = bench.day
            key = next(key for key, owner in Evidence(world).recipients.items() if owner == "U0ANA")
            plan = Upon(MOMENT, lambda: MOVES[move](world, key))
            try:
                self.good(world.run(bench.day + HOUR, plan=plan), 0)
            except Broken as error:
                yield str(error)
            if not plan.struck:
                yield "The run never looked at the key again."
            found = Evidence(world)
            yield from (f"{switch.key} was deactivated all the same." for switch in found.switches)
            unsound = world.verify()
            if unsound:
                yield f"history --verify: {unsound}"


def move(bench, tell):
    """The moves' line; `tell` hears of each."""
    scene, line = Moving("moved", "", {}), Moves()
    with bench.seat(bench.nothing_yet) as world:
        world.turn(bench.day)
        scene.past(world, bench.day)
        past = world.keep()
    for name, wrong, error in bench.each(lambda name: list(scene.moved(bench, past, name)), MOVES):
        wrong = [f"The bench itself failed: {type(error).__name__} {error}"] if error else wrong
        line.moves += 1
        line.broken += wrong
        tell("moved", name, wrong, "", "--only moved")
    return line
