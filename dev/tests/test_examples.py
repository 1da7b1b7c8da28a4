"""The change that adds an announcement, as Docs/architecture.md counts it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATCH = ROOT / "dev" / "examples" / "new-announcement.patch"


def test_a_new_announcement_touches_five_files():
    touched = [line.split(" b/")[1] for line in PATCH.read_text().splitlines() if line.startswith("diff --git")]
    assert len(touched) == 5 and all(name.startswith("Sources/") for name in touched)


def test_it_still_applies():
    done = subprocess.run(["git", "apply", "--check", str(PATCH)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
