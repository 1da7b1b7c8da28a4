"""Every kill point of every scene, followed by a normal run and compared with the scene without a kill."""

import time
from dataclasses import dataclass, field

from faults import scenes
from faults.evidence import Evidence
from faults.judge import judge, repeats
from faults.scenes import Broken

# A point that isn't reached shows nothing, and some are not: a report may take one poll less.
FEW, ENOUGH = 12, 0.9


@dataclass
class Tally:
    """A scene's line in the table."""

    scene: str
    what: str
    points: int = 0
    met: int = 0
    repeats: int = 0
    seconds: float = 0
    broken: list = field(default_factory=list)


class Rehearsal:
    """A scene whose past is kept and whose quiet world is known."""

    def __init__(self, bench, scene):
        self.bench, self.scene = bench, scene
        with bench.seat(bench.nothing_yet._replace(settings=scene.settings)) as world:
            world.turn(bench.day)
            scene.past(world, bench.day)
            self.past = world.keep()
            count = world.folder / "syncs"
            acted = scene.act(world, bench.day, count=count)
            if acted.status not in (0, 4):
                raise Broken(f"{scene.name} without a kill ended with {acted.status}: {acted.err}")
            self.points = list(scene.points(world, count))
            scene.after(world, bench.day)
            self.quiet = Evidence(world)
        wrong = judge(self.quiet, self.quiet, 0, scene.limit)
        if wrong:
            raise Broken(f"{scene.name} without a kill: {' '.join(wrong)}")

    def at(self, point):
        """(whether it got there, repeats, what was broken) of one point."""
        with self.bench.seat(self.past) as world:
            trouble = point.trouble()
            acted = self.scene.act(world, self.bench.day, **trouble)
            met = acted.status < 0 if point.is_a_kill else trouble["plan"].struck
            if not met:
                # A request that the quiet act made and this one didn't, such as one poll more.
                return False, 0, []
            try:
                self.scene.after(world, self.bench.day)
            except Broken as error:
                return True, 0, [str(error)]
            found = Evidence(world)
            wrong = judge(self.quiet, found, 1, self.scene.limit)
            unsound = world.verify()
            if unsound:
                wrong.append(f"history --verify: {unsound}")
            return True, repeats(self.quiet, found)[0], wrong


def rehearse(bench, names):
    """The scenes of these names, prepared, several at a time."""
    wanted = [scene for scene in scenes.ALL if scene.name in names]
    ready = {}
    for scene, rehearsal, error in bench.each(lambda scene: Rehearsal(bench, scene), wanted):
        if error:
            raise error
        ready[scene.name] = rehearsal
    return [ready[scene.name] for scene in wanted]


def kill(bench, rehearsals, choose, tell):
    """A tally per scene. `choose` gives (number, point) of a rehearsal; `tell` hears of each as it is done."""
    tallies = {each.scene.name: Tally(each.scene.name, each.scene.what) for each in rehearsals}
    work = [(rehearsal, *chosen) for rehearsal in rehearsals for chosen in choose(rehearsal)]
    started = time.monotonic()
    for (rehearsal, number, point), result, error in bench.each(lambda item: item[0].at(item[2]), work):
        met, again, wrong = result or (False, 0, [f"The bench itself failed: {type(error).__name__} {error}"])
        tally = tallies[rehearsal.scene.name]
        tally.points += 1
        tally.met += met
        tally.repeats += again
        tally.seconds = time.monotonic() - started
        tally.broken += wrong
        tell(tally.scene, f"{number} ({point})", wrong, "" if met or wrong else "not reached",
             f"--only {tally.scene} --point '{point}'")  # fmt: skip
    for tally in tallies.values():
        if tally.points > FEW and tally.met < tally.points * ENOUGH:
            tally.broken.append(f"Only {tally.met} of {tally.points} points were reached: the bench shows nothing.")
            tell(tally.scene, "", tally.broken[-1:], "", f"--only {tally.scene} --verbose")
    return list(tallies.values())
