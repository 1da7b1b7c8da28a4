"""`python -m faults`: Relevo killed, troubled and throttled; a table, and exit status 1 for a broken promise."""

import argparse
import os
import signal
import sys
import time

from demonstration.paint import paint
from demonstration.stage import ROOT, build
from faults import killing, moving, scenes, storming, table, throttling
from faults.bench import Bench

FOLDER = ROOT / ".build" / "faults" / "now"
SCENES = [scene.name for scene in scenes.ALL]
SEEDS, QUICK_SEEDS, QUICK_POINTS = 50, 2, {"day": 4, "deployed": 1, "restore": 2, "restored": 2, "waiting": 3}


def _options():
    parser = argparse.ArgumentParser(prog="faults", description="The real Relevo under fire.")
    parser.add_argument("--only", action="append", choices=[*SCENES, "moved", "storm", "throttled"],
                        help="nothing but this (may be given again)")  # fmt: skip
    parser.add_argument("--point", action="append", default=[], help="this kill point, by its number or its name")
    parser.add_argument("--seed", action="append", type=int, default=[], help="this seed")
    parser.add_argument("--quick", action="store_true", help="eleven points and two seeds: about a minute")
    parser.add_argument("--list", action="store_true", help="print the kill points, and kill nothing")
    parser.add_argument("--verbose", action="store_true", help="a line for each point and seed")
    parser.add_argument("--no-build", action="store_true", help="the programs in .build/debug are up to date")
    parser.add_argument("--seats", type=int, default=6 * (os.cpu_count() or 1), help="worlds at a time")
    options = parser.parse_args()
    # The deployed function takes minutes to get ready; its tests kill it too.
    slow = {"throttled", "deployed"} if options.quick else set()
    options.only = options.only or [each for each in [*SCENES, "moved", "storm", "throttled"] if each not in slow]
    return options


def chosen(options, rehearsal):
    """(number, point) of those that were asked for."""
    numbered = list(enumerate(rehearsal.points, 1))
    if options.point:
        return [each for each in numbered if {str(each[0]), str(each[1])} & set(options.point)]
    if not options.quick:
        return numbered
    # What can't be taken back, and the rest evenly.
    telling = [each for each in numbered if each[1].is_about_a_change]
    worst = [each for each in telling if str(each[1]).endswith("iam:UpdateAccessKey#1 after")][:1]
    count = QUICK_POINTS[rehearsal.scene.name] - len(worst)
    return worst + [telling[(2 * number + 1) * len(telling) // (2 * count)] for number in range(count)]


def _tell(options, what, which, wrong, remark, again):
    if wrong:
        print(f"{paint('✗', 'red')} {what} {which}", flush=True)
        for sentence in wrong:
            print(f"    {paint(sentence, 'red')}", flush=True)
        print(f'    again: make faults ARGS="{again}"', flush=True)
    elif options.verbose:
        print(f"{paint('✓', 'green')} {what} {which} {paint(remark, 'dim')}", flush=True)


def play(bench, options):
    """Prints the table and returns everything that was broken."""
    lines, broken = [], []

    def tell(*told):
        _tell(options, *told)

    if "throttled" in options.only:
        line = throttling.throttle(bench)
        lines += table.throttling(line)
        broken += line.broken
        for sentence in line.broken:
            tell("throttled", "", [sentence], "", "--only throttled")
    names = [name for name in SCENES if name in options.only]
    if names:
        rehearsals = killing.rehearse(bench, names)
        tallies = killing.kill(bench, rehearsals, lambda rehearsal: chosen(options, rehearsal), tell)
        lines += table.killing(tallies)
        broken += [sentence for tally in tallies for sentence in tally.broken]
    if "moved" in options.only:
        line = moving.move(bench, tell)
        lines += table.moves(line)
        broken += line.broken
    if "storm" in options.only:
        seeds = options.seed or range(1, (QUICK_SEEDS if options.quick else SEEDS) + 1)
        line = storming.storm(bench, storming.Weather(bench), seeds, tell)
        lines += table.storms(line)
        broken += line.broken
    print("\n".join(lines))
    return broken


def main():
    options = _options()
    names = ("relevo", "local-slack", "LambdaFunction")
    *programs, function = [ROOT / ".build/debug" / name if options.no_build else build(name) for name in names]
    # As Ctrl-C does, so that the servers are ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    with Bench(ROOT, FOLDER, programs, options.seats, function) as bench:
        if options.list:
            for rehearsal in killing.rehearse(bench, [name for name in SCENES if name in options.only]):
                for number, point in chosen(options, rehearsal):
                    print(f"{rehearsal.scene.name:<10}{number:>4} {point}")
            return 0
        broken = play(bench, options)
    end, color = (f"{len(broken)} promises were broken.", "red") if broken else ("No promise was broken.", "green")
    print(f"{paint(end, color, 'bold')} {time.monotonic() - started:.0f} s.")
    return 1 if broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
