"""Each mutant still fits the sources, and the list names each of them and nothing else."""

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "dev" / "mutants"
PATCHES = sorted(FOLDER.glob("*.patch"))
_spec = importlib.util.spec_from_file_location("run", FOLDER / "run.py")
run = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(run)


def test_there_are_some():
    assert len(PATCHES) > 100


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_it_still_applies(patch):
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_list_names_a_test_for_all_but_those_that_only_histories_find():
    rows = run.listed((FOLDER / "README.md").read_text())
    assert sorted(rows) == sorted(patch.stem for patch in PATCHES)
    sources = "".join(file.read_text() for file in (ROOT / "Tests").rglob("*.swift"))
    for tests in rows.values():
        for suite, test in tests:
            assert f"`{test}`" in sources and suite in sources, f"{suite} has no test named {test}"


def test_failures_are_read_from_the_output():
    output = """✘ Test "one thing wrong and the gate stays shut" with 31 test cases failed after 0.1 seconds with 1 issue.
✘ Test "it is off" recorded an issue at A.swift:1:2: Expectation failed
✘ Test "a refusal is recorded, so that it counts" failed after 0.1 seconds with 1 issue.
✘ Test plain() failed after 0.1 seconds with 1 issue.
✘ Test run with 5 tests in 2 suites failed after 0.1 seconds with 4 issues.
✔ Test "it is on" passed after 0.1 seconds."""
    assert run.failed(output) == {
        "one thing wrong and the gate stays shut",
        "it is off",
        "a refusal is recorded, so that it counts",
        "plain()",
    }


def test_the_list_names_each_of_them_once():
    named = re.findall(r"^\| `([\w-]+)` \|", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(patch.stem for patch in PATCHES)
