"""Each mutant still fits the sources, and the list names each of them and nothing else."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "dev" / "mutants"
PATCHES = sorted(FOLDER.glob("*.patch"))


def test_there_are_some():
    assert len(PATCHES) > 100


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_it_still_applies(patch):
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_list_names_each_of_them_once():
    named = re.findall(r"^\| `([\w-]+)` \|", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(patch.stem for patch in PATCHES)
