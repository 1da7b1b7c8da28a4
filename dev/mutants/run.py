"""Applies each mutant in a copy of the sources, builds it, and checks that the test named in the list fails.

    dev/mutants/run.py ['gate-*' 'round-*' …]    the mutants whose names match; by default those of the gate and the rounds

The copy is kept beside the build (.build/mutants), so that a second call builds only what changed. One mutant takes a
few minutes. The result is a line per mutant; the exit status is 1 if a mutant was not caught.
"""

import fnmatch
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "dev" / "mutants"
COPY = ROOT / ".build" / "mutants"
ROW = re.compile(r"^\| `(?P<name>[\w-]+)` \| .* \| (?P<caught>[^|]*) \|$", re.MULTILINE)
TEST = re.compile(r"`(?P<suite>\w+Tests)` \*(?P<test>[^*]+)\*")


def listed(text):
    """The tests that catch each mutant, by its name, as the list says: (suite, test) pairs."""
    return {row["name"]: TEST.findall(row["caught"]) for row in ROW.finditer(text)}


def failed(output):
    """The names of the tests that failed, by the output of `swift test`."""
    rows = re.findall(r'✘ Test (?:"(.+?)"|(\S+)) (?:with \d+ test cases? )?(?:failed|recorded) ', output)
    return {quoted or plain for quoted, plain in rows}


def run(*command):
    return subprocess.run(command, cwd=COPY, capture_output=True, text=True, errors="replace")


def verdict(name, tests):
    """What happened to one mutant: a word and, unless it was caught, why."""
    if not tests:
        return "skipped", "the list names no test, only random histories"
    if run("git", "apply", str(FOLDER / f"{name}.patch")).returncode != 0:
        return "BROKEN", "the patch doesn't apply"
    built = run("swift", "build", "--build-tests")
    if built.returncode != 0:
        return "BROKEN", "it doesn't build: " + "; ".join(re.findall(r"error: .*", built.stdout)[:1])
    for suite, test in tests:
        if test in failed(run("swift", "test", "--skip-build", "--filter", suite).stdout):
            return "caught", f"by {suite}, {test}"
    return "SURVIVED", f"{tests[0][0]}, {tests[0][1]}: passed"


def main(patterns):
    COPY.parent.mkdir(exist_ok=True)
    if not COPY.exists():
        subprocess.run(["git", "clone", "-q", str(ROOT), str(COPY)], check=True)
    run("git", "fetch", "-q", "origin")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    run("git", "checkout", "-q", "--force", "--detach", head.strip())
    everything = listed((FOLDER / "README.md").read_text())
    chosen = [name for name in everything if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    bad = 0
    for name in chosen:
        begun = time.monotonic()
        word, why = verdict(name, everything[name])
        run("git", "checkout", "-q", "--", ".")
        bad += word in ("SURVIVED", "BROKEN")
        print(f"{word:9} {name:32} {why} ({time.monotonic() - begun:.0f} s)", flush=True)
    print(f"{len(chosen)} mutants, {bad} not caught.")
    return 1 if bad or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["gate-*", "round-*"]))
