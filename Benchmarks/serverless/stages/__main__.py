"""The bench from beginning to end: cold starts, runs in stages for organizations of several sizes, the page of results."""

import argparse
import dataclasses
import datetime
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from compare.__main__ import machine

from stages import cold_start, figures, page
from stages.bench import Bench
from stages.runtime_api import FunctionError

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".build" / "bench"
FIGURES = FOLDER / "figures.json"
RESULTS = ROOT / "Benchmarks" / "results.md"
# As `make package` leaves it.
PROGRAM = ROOT / ".build" / "lambda" / "bootstrap"


def say(text):
    print(text, file=sys.stderr, flush=True)


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    told = os.environ.get
    # `make bench SIZES=10,100` comes as environment.
    parser.add_argument("--bootstrap", type=Path, default=Path(told("BOOTSTRAP") or PROGRAM), help="the function's program")
    parser.add_argument("--sizes", default=told("SIZES") or "1,10,100,1000", help="numbers of accounts")
    parser.add_argument("--users", type=int, default=int(told("USERS") or 100), help="in each account")
    parser.add_argument("--due", type=int, default=int(told("DUE") or 2),
                        help="of a thousand users, whose key becomes due on a day")  # fmt: skip
    parser.add_argument("--concurrency", type=int, default=int(told("CONCURRENCY") or 20), help="scans at once")
    parser.add_argument("--latency-ms", type=float, default=float(told("LATENCY_MS") or 40))
    parser.add_argument("--table-latency-ms", type=float, default=float(told("TABLE_LATENCY_MS") or 5), help="DynamoDB's")
    parser.add_argument("--cold-starts", type=int, default=int(told("COLD_STARTS") or 20))
    parser.add_argument("--results", type=Path, default=Path(told("RESULTS") or RESULTS), help="its section is replaced")
    options = parser.parse_args(arguments)
    options.sizes = sorted(int(size) for size in options.sizes.split(","))
    if not 1 <= options.due <= 20 or 1000 % options.due:
        parser.error("DUE must divide 1,000 and be at most 20")
    if options.users % 20:
        parser.error("USERS must be a multiple of 20")
    return options


def main():
    options = options_of(sys.argv[1:])
    # As Ctrl-C does, so that everything started is ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.bootstrap = options.bootstrap.resolve()
    options.kind = "debug" if "debug" in options.bootstrap.parts else "release"
    if not os.access(options.bootstrap, os.X_OK):
        raise SystemExit(f"{options.bootstrap} is not a program: `make package` builds it.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    start = None
    if options.cold_starts:
        say("Cold starts …")
        start = cold_start.measured(options.bootstrap, FOLDER / "cold", options.cold_starts)
        say(f"    {page.cold_starts(start)}")
    bench, runs = Bench(ROOT, FOLDER, options), []
    for accounts in options.sizes:
        say(f"{accounts:,} accounts of {options.users} users …")
        runs += bench.runs(accounts)
        say(page.costs(runs[-2:]))
        FIGURES.write_text(json.dumps([dataclasses.asdict(run) for run in runs], indent=1) + "\n", encoding="utf-8")
    day = datetime.datetime.now(datetime.timezone.utc).date()
    section = page.whole(runs, start, options, machine(), day)
    known = options.results.read_text(encoding="utf-8") if options.results.exists() else ""
    options.results.write_text(page.placed(known, section), encoding="utf-8")
    print(section)
    grown = figures.grown(runs)
    for line in grown:
        say(line)
    return 1 if grown else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except FunctionError as error:
        sys.exit(f"The run failed, as the state machine would. {error}")
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
