"""The comparison from beginning to end: build, fill the estate, measure, hold both against the truth, write it down."""

import argparse
import datetime
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

from compare import agreement, contestant, report
from compare.estate import Estate
from compare.figures import scaled

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".build" / "compare"
LOOP = ROOT / "Benchmarks" / "plain" / "loop.py"
LOOP_PYTHON = ROOT / "Benchmarks" / ".venv" / "bin" / "python"
RESULTS = ROOT / "Benchmarks" / "results.md"


def say(text):
    print(text, file=sys.stderr, flush=True)


def relevo(given):
    """The program: the one that was named, else an optimised build of these very sources."""
    if given:
        return Path(given).resolve()
    say("Building relevo for release …")
    command = ["swift", "build", "-c", "release", "--product", "relevo"]
    ended = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if ended.returncode:
        raise SystemExit(f"{ended.stdout}\nrelevo could not be built.")
    where = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(where.stdout.strip()) / "relevo"


def measure(program, estate, options):
    """Relevo's figures, the loops' figures, and what each printed, by name."""
    printed, every, sample = {}, estate.accounts, estate.accounts[: options.sample]

    def one(name, accounts, *command):
        say(f"{name} …")
        printed[name] = estate.folder / f"{len(printed) + 1}.json"
        found = contestant.measured(name, len(accounts), list(map(str, command)), estate, printed[name])
        say(f"    {found.total:,} calls, {report.seconds(found.seconds)}, {found.peak_bytes / 1e6:.0f} MB")
        return scaled(found, len(every))

    def loop(name, threads, accounts):
        role = ("--role", estate.manifest["auditRole"], "--external-id", estate.manifest["externalId"])
        chosen = () if accounts is every else ("--accounts", ",".join(accounts))
        return one(name, accounts, LOOP_PYTHON, LOOP, *role, "--threads", threads, *chosen)

    ours = [one("Relevo, first scan", every, program, "scan", "--format", "json")]
    ours.append(one("Relevo, again at once", every, program, "scan", "--format", "json"))
    estate.a_day_passes()
    ours.append(one("Relevo, a day later", every, program, "scan", "--format", "json"))
    plan = one("Relevo, plan", every, program, "plan", "--format", "json")
    loops = [
        # As many at once as Relevo has, so that nothing but the calls is left of the difference.
        loop("plain loop, 64 threads", 64, every),
        loop("plain loop, 8 threads", 8, every),
        loop("plain loop", 1, every if options.full else sample),
    ]
    return ours, plan, loops, printed


def disagreements(estate, ours, loops, printed):
    """Everything that anybody saw otherwise than it is, and a sentence on what both know of last use."""
    state = estate.state()
    truth = agreement.of_estate(state, estate.accounts)
    documents = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in printed.items()}
    wrong = []
    for each in ours:
        wrong += agreement.differences(each.name, agreement.of_relevo(documents[each.name]), truth)
    for each in loops:
        accounts = estate.accounts[: each.scaled_from or len(estate.accounts)]
        seen = agreement.of_loop(documents[each.name])
        wrong += agreement.differences(each.name, seen, agreement.within(truth, accounts))
    uses = agreement.uses_of_relevo(documents[ours[0].name])
    asked = agreement.uses_of_loop(documents[loops[0].name])
    # The hub's own key is in use while we look.
    otherwise = [key for key in uses if asked.get(key) != uses[key] and key != estate.manifest["hub"]["accessKeyId"]]
    said = (f"All saw the same {len(truth):,} keys. Relevo says when {len(uses):,} of them were last used"
            f" (the rest as unknown, with a why); in {len(otherwise)} it differs from GetAccessKeyLastUsed.")  # fmt: skip
    return wrong, said


def machine():
    """What kind of machine this is; not which."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{os.cpu_count()} cores, {pages / 2**30:.0f} GB, {platform.machine()}, {platform.system()}"


def _count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def written(options, ours, plan, loops, said, took):
    """The page of results."""
    day = datetime.datetime.now(datetime.timezone.utc).date()
    accounts, users = options.accounts, options.users
    sampled = next((loop for loop in loops if loop.scaled_from), None)
    note = (f"\n\\* Measured over {_count(sampled.scaled_from, 'account')} and multiplied; its memory is that of the sample."
            " `make compare FULL=1` measures all.\n") if sampled else ""  # fmt: skip
    return f"""\
# What a look at the estate costs

{accounts * users:,} users over {accounts} accounts, {options.latency_ms:.0f} ms added to every call. {day}, {machine()}, servers and contestants on the
same machine. Written by `make compare` in {took / 60:.0f} minutes; how it is measured: [README](README.md).
{report.disturbance([*ours, plan, *loops])}
## How many times more the plain loop needs

{report.ratios(ours, loops)}
{note}
## Figures

{report.figures([*ours, plan, *loops])}

{said}

"Processor" is the contestant's own time. "AWS per call" is what a call took behind the added delay, and "busy" how much of the time the one process
of the local AWS, or of the proxy, was computing. Where that is high the wall time is theirs, and AWS itself would answer sooner.

## Calls

{report.actions([*ours, plan, *loops])}
"""


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="make compare", description=__doc__)
    told = os.environ.get
    # `make compare ACCOUNTS=10` comes as environment.
    parser.add_argument("--accounts", type=int, default=int(told("ACCOUNTS") or 100))
    parser.add_argument("--users", type=int, default=int(told("USERS") or 100), help="in each account")
    parser.add_argument("--latency-ms", type=float, default=float(told("LATENCY_MS") or 40))
    parser.add_argument("--sample", type=int, default=int(told("SAMPLE") or 10), help="accounts for the lone thread")
    parser.add_argument("--full", action="store_true", default=told("FULL", "") not in ("", "0"))
    parser.add_argument("--relevo", default=told("RELEVO"), help="a built relevo, instead of building one")
    parser.add_argument("--results", type=Path, default=Path(told("RESULTS") or RESULTS))
    return parser.parse_args(arguments)


def main():
    options = options_of(sys.argv[1:])
    # As Ctrl-C does, so that the servers are ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program = relevo(options.relevo)
    begun = time.monotonic()
    say(f"Filling a local AWS with {options.accounts} accounts of {options.users} users …")
    with Estate(ROOT, FOLDER, options.accounts, options.users, options.latency_ms) as estate:
        ours, plan, loops, printed = measure(program, estate, options)
        wrong, said = disagreements(estate, ours, loops, printed)
    for line in wrong:
        say(line)
    if wrong:
        say("They disagree, so there is nothing to compare.")
        return 1
    page = written(options, ours, plan, loops, said, time.monotonic() - begun)
    old = options.results.read_text(encoding="utf-8") if options.results.exists() else ""
    options.results.write_text(report.with_bench(page, old), encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
