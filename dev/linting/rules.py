"""The rules, each a function from one file to what is wrong with it: (line, sentence)."""

import re

from linting import house

LONGEST = 300
BAGS = ("Utils", "Utilities", "Helpers", "Helper", "Common", "Manager", "Misc")

_IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|public|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)",
    re.MULTILINE,
)

# Everywhere: time zones and formats that need full Foundation, which test processes hide (Docs/architecture.md).
FORBIDDEN = (
    (re.compile(r"\bTimeZone\s*\(\s*(?:identifier|abbreviation)\s*:"), "named zones are values made at the door"),
    (re.compile(r"\bTimeZone\.(?:current|autoupdatingCurrent)\b"), "a machine's own zone decides nothing here"),
    (re.compile(r"\bCalendar\s*(?:\.\s*(?:current|autoupdatingCurrent)\b|\(\s*identifier\s*:)"), "use CivilDate"),
    (re.compile(r"\bLocale\b"), "texts are written per language, not formatted by locale"),
    (re.compile(r"\b(?:ISO8601)?(?:Date|Number)Formatter\b"), "only ISO 8601, through FoundationEssentials"),
)
# In Sources only.
FORBIDDEN_IN_SOURCES = (
    (re.compile(r"\btry!"), "throw, or handle the error"),
    (re.compile(r"\bas!"), "use `as?` and say what was expected"),
    (re.compile(r"@unchecked\s+Sendable\b"), "let the compiler check it"),
    (re.compile(r"\bnonisolated\s*\(\s*unsafe\s*\)"), "let the compiler check it"),
)
# Data goes through the terminal, so that --output and the pager get it (Sources/relevo/Output/CommandOutput.swift).
PRINTS = ((re.compile(r"(?<!func )(?<![\w.])(?:Swift\.)?print\("), "use terminal.print"),)
STOPS = ((re.compile(r"\b(?:fatalError|preconditionFailure|assertionFailure)\s*\("), "throw a sentence to act on"),)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def imports(file):
    """Each import against the house's table."""
    try:
        allowed = house.allowed(file.path)
    except KeyError:
        yield 1, f"{file.room} is not in the house: give it its imports in dev/linting/house.py"
        return
    for found in _IMPORT.finditer(file.code):
        name = found.group(1)
        if allowed is not None and name not in allowed:
            why = " (FoundationEssentials is enough)" if name == "Foundation" else ""
            yield line_of(file.code, found.start(1)), f"{file.room} may not import {name}{why}"


def forbidden_words(file):
    """APIs that differ between machines, and ways to crash."""
    patterns = FORBIDDEN
    if file.side == "Sources":
        patterns += FORBIDDEN_IN_SOURCES + (() if file.room in house.MAY_STOP else STOPS)
    if file.room == "relevo" and file.path.name != "CommandOutput.swift":
        patterns += PRINTS
    for pattern, instead in patterns:
        for found in pattern.finditer(file.code):
            yield line_of(file.code, found.start()), f"`{found.group().strip()}` is not used here: {instead}"


def file_names(file):
    """A file is named for its type; a bag has none."""
    stem = file.path.stem
    bag = next((word for word in BAGS if stem.endswith(word)), None)
    if bag:
        yield 1, f"a file named {bag} has no one thing to say: name it for its type"
    if " " in str(file.path):
        yield 1, "no spaces in paths"


def file_length(file):
    """Long files hold two things."""
    lines = file.source.count("\n")
    if lines > LONGEST:
        yield LONGEST + 1, f"{lines} lines: split it by responsibility before {LONGEST}"


RULES = (imports, forbidden_words, file_names, file_length)
