"""Random faults on every call to both servers, seed by seed; then quiet runs on the same days, and the same end."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from faults.evidence import Evidence
from faults.faults import Share
from faults.judge import judge, repeats
from faults.scenes import HOUR, Broken, Day
from faults.world import document

SHARE = 0.2
# Days from the one it is all about: first notices; everything at once; what a lost answer put off.
DAYS = (-6, 0, 6)
MOST_QUIET_RUNS = 3


@dataclass
class Storms:
    """Their line in the table; `quiet_runs`: the most that one seed needed on its days."""

    seeds: int = 0
    ends: Counter = field(default_factory=Counter)
    faults: Counter = field(default_factory=Counter)
    quiet_runs: int = 0
    repeats: int = 0
    seconds: float = 0
    broken: list = field(default_factory=list)


class Weather:
    """The quiet world that storms are compared with."""

    def __init__(self, bench):
        self.bench = bench
        self.scene = Day("storm", "random faults on every call", {})
        with bench.seat(bench.nothing_yet) as world:
            world.turn(bench.day - timedelta(days=7))
            self.scene.first(world, bench.day)
            self.past = world.keep()
            self._live(world, lambda instant: self.scene.good(world.run(instant)))
            self.quiet = Evidence(world)
        wrong = judge(self.quiet, self.quiet, 0)
        if wrong:
            raise Broken(f"The storm's world without a storm: {' '.join(wrong)}")

    def _live(self, world, run):
        for day in DAYS:
            if day == 0:
                self.scene.since(world, self.bench.day)
            run(self.bench.day + timedelta(days=day) + HOUR)

    def storm(self, seed):
        """(faults by kind, runs by exit status, quiet runs, repeats, what was broken) of one seed."""
        struck, quiet_runs, ends = Counter(), [], Counter()
        with self.bench.seat(self.past) as world:

            def run(instant):
                plan = Share(f"{seed}:{instant - self.bench.day}", SHARE)
                ends[world.run(instant, plan=plan).status] += 1
                struck.update(plan.struck)
                quiet_runs.append(self._calm(world, instant))

            try:
                self._live(world, run)
            except Broken as error:
                return struck, ends, sum(quiet_runs), 0, [str(error)]
            found = Evidence(world)
            wrong = judge(self.quiet, found)
            unsound = world.verify()
            if unsound:
                wrong.append(f"history --verify: {unsound}")
            return struck, ends, sum(quiet_runs), repeats(self.quiet, found)[0], wrong

    def _calm(self, world, instant):
        """Quiet runs on that day until one has nothing left to do; how many had something to do."""
        for number in range(1, MOST_QUIET_RUNS + 1):
            ended = world.run(instant + number * HOUR)
            found = document(ended)
            if ended.status == 0 and found and not found["actions"]:
                return number - 1
        if ended.status != 0:
            raise Broken(f"the last quiet run of a day ended with {ended.status}: {ended.err}")
        return MOST_QUIET_RUNS


def storm(bench, weather, seeds, tell):
    """The storms' line; `tell` is told of each seed as it is done."""
    line, started = Storms(), time.monotonic()
    for seed, result, error in bench.each(weather.storm, seeds):
        struck, ends, quiet, again, wrong = result or (
            {}, {}, 0, 0, [f"The bench itself failed: {type(error).__name__} {error}"])  # fmt: skip
        line.seeds += 1
        line.quiet_runs = max(line.quiet_runs, quiet)
        line.repeats += again
        line.faults.update(struck)
        line.ends.update(ends)
        line.seconds = time.monotonic() - started
        line.broken += wrong
        told = f"{sum(struck.values())} faults, {quiet} quiet runs"
        tell("storm", f"seed {seed}", wrong, told, f"--only storm --seed {seed}")
    return line
