"""The Swift files of the package, with the side (Sources, Tests, Fuzzing) and the room each stands in."""

from dataclasses import dataclass
from pathlib import Path

from linting.swift_text import code_only


@dataclass(frozen=True)
class SwiftFile:
    """One file: `side` is Sources, Tests or Fuzzing, `path` is relative to the package."""

    path: Path
    source: str

    @property
    def side(self):
        return self.path.parts[0]

    @property
    def room(self):
        return self.path.parts[1]

    @property
    def code(self):
        return code_only(self.source)


def all_of(root):
    """Every Swift file in a room, in order."""
    for side in ("Sources", "Tests", "Fuzzing"):
        for path in sorted((root / side).glob("*/**/*.swift")):
            yield SwiftFile(path.relative_to(root), path.read_text(encoding="utf-8"))
