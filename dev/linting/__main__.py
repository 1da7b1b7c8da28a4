"""`dev/lint`: one line per finding, exit status 1 if there are any."""

import subprocess
import sys
from pathlib import Path

from linting import files, rules

ROOT = Path(__file__).resolve().parent.parent.parent


def findings(root):
    """`path:line: sentence` for every broken rule."""
    for file in files.all_of(root):
        for rule in rules.RULES:
            for line, sentence in rule(file):
                yield f"{file.path}:{line}: {sentence}"


def formatted(root):
    """Whether swift-format has nothing to say; it prints what it has. Each folder has its own .swift-format."""
    asked = ["swift", "format", "lint", "--strict", "--parallel", "--recursive", "Sources", "Tests", "Fuzzing", "Package.swift"]
    return subprocess.run(asked, cwd=root, check=False).returncode == 0


def main():
    found = list(findings(ROOT))
    for each in found:
        print(each, flush=True)
    clean = formatted(ROOT)
    if found or not clean:
        print(f"{len(found)} findings against the house" + ("" if clean else ", and the format is off") + ".")
        sys.exit(1)
    print("The house is in order.")


main()
