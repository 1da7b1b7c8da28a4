"""Every rule of the lint refuses what it is there to refuse, and lets good code pass."""

from pathlib import Path

import pytest
from linting import files, house, rules
from linting.swift_text import code_only

ROOT = Path(__file__).resolve().parent.parent.parent


def said(rule, path, source=""):
    """What a rule says about a file, as `line: sentence`."""
    return [f"{line}: {sentence}" for line, sentence in rule(files.SwiftFile(Path(path), source))]


REFUSED_IMPORTS = {
    "a client in the core": ("Sources/KeyPolicy/A.swift", "import AWS", "1: KeyPolicy may not import AWS"),
    "us in a client": ("Sources/Slack/A.swift", "import KeyPolicy", "1: Slack may not import KeyPolicy"),
    "the other client": ("Sources/AWS/A.swift", "import Slack", "1: AWS may not import Slack"),
    "the C library in the core": ("Sources/KeyPolicy/A.swift", "import Glibc", "1: KeyPolicy may not import Glibc"),
    "full Foundation": (
        "Sources/KeyWatch/A.swift",
        "\n\nimport Foundation",
        "3: KeyWatch may not import Foundation (FoundationEssentials is enough)",
    ),
    "an access level in front": (
        "Sources/Settings/A.swift",
        "package import Yams",
        "1: Settings may not import Yams",
    ),
    "an attribute in front": (
        "Sources/Settings/A.swift",
        "@preconcurrency import GRDB",
        "1: Settings may not import GRDB",
    ),
    "one declaration of it": (
        "Sources/KeyWatch/A.swift",
        "import struct AWS.Credentials",
        "1: KeyWatch may not import AWS",
    ),
    "another room's tests": ("Tests/SlackTests/A.swift", "import AWS", "1: SlackTests may not import AWS"),
    "a room without imports in the house": (
        "Sources/Attic/A.swift",
        "import KeyPolicy",
        "1: Attic is not in the house: give it its imports in dev/linting/house.py",
    ),
}


@pytest.mark.parametrize("path, source, sentence", REFUSED_IMPORTS.values(), ids=REFUSED_IMPORTS)
def test_imports_against_the_house_are_refused(path, source, sentence):
    assert said(rules.imports, path, source) == [sentence]


@pytest.mark.parametrize(
    "path, source",
    [
        ("Sources/KeyPolicy/A.swift", "import FoundationEssentials"),
        ("Sources/SQLiteLedger/A.swift", "import GRDB\nimport Foundation"),
        ("Sources/relevo/Configuration/A.swift", "import Foundation\nimport Yams"),
        ("Sources/KeyPolicy/A.swift", "// import AWS\nlet text = \"import AWS\""),
        ("Tests/AWSTests/A.swift", "@testable import AWS\nimport Crypto\nimport Testing"),
        ("Tests/EstateTests/A.swift", "import AWS\nimport Slack\nimport GRDB"),
    ],
)
def test_imports_in_the_house_pass(path, source):
    assert said(rules.imports, path, source) == []


def test_full_foundation_stays_in_the_corner_of_the_door_that_reads_yaml():
    assert said(rules.imports, "Sources/relevo/Run.swift", "import Foundation") != []


FORBIDDEN = [
    'TimeZone(identifier: "America/Lima")',
    'TimeZone(abbreviation: "CET")',
    "TimeZone.current",
    "Calendar.current",
    "Calendar(identifier: .gregorian)",
    'Locale(identifier: "en")',
    "DateFormatter()",
]
FORBIDDEN_IN_SOURCES = [
    "try! open()",
    "value as! String",
    'fatalError("no")',
    'preconditionFailure("no")',
    "extension A: @unchecked Sendable {}",
    "nonisolated(unsafe) var shared = 0",
]


@pytest.mark.parametrize("code", FORBIDDEN + FORBIDDEN_IN_SOURCES)
def test_forbidden_words_are_refused_in_sources(code):
    assert len(said(rules.forbidden_words, "Sources/KeyPolicy/A.swift", f"\nlet a = {code}")) == 1
    assert said(rules.forbidden_words, "Sources/KeyPolicy/A.swift", f"\nlet a = {code}")[0].startswith("2: ")


@pytest.mark.parametrize("code", FORBIDDEN)
def test_words_that_hide_a_difference_between_machines_are_refused_in_tests_too(code):
    assert len(said(rules.forbidden_words, "Tests/KeyPolicyTests/A.swift", code)) == 1


@pytest.mark.parametrize("code", FORBIDDEN_IN_SOURCES)
def test_a_test_may_crash(code):
    assert said(rules.forbidden_words, "Tests/KeyPolicyTests/A.swift", code) == []


def test_a_fake_may_stop_a_test_but_not_force():
    assert said(rules.forbidden_words, "Sources/KeyWatchFakes/A.swift", 'preconditionFailure("no")') == []
    assert len(said(rules.forbidden_words, "Sources/KeyWatchFakes/A.swift", "try! open()")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "// never try! this",
        '"a Locale of its own"',
        "let localeName = 1",
        "try? open()",
        "value as? String",
        "Calendar.day",
    ],
)
def test_words_that_only_look_forbidden_pass(code):
    assert said(rules.forbidden_words, "Sources/KeyPolicy/A.swift", code) == []


@pytest.mark.parametrize("name", ["Utils", "StringUtils", "Helpers", "Common", "KeyManager", "Date+Helpers"])
def test_bags_are_refused(name):
    assert len(said(rules.file_names, f"Sources/AWS/{name}.swift")) == 1


def test_spaces_in_paths_are_refused():
    assert said(rules.file_names, "Sources/AWS/My File.swift") == ["1: no spaces in paths"]


def test_a_file_may_have_300_lines_and_not_one_more():
    assert said(rules.file_length, "Sources/AWS/A.swift", "\n" * 300) == []
    assert said(rules.file_length, "Sources/AWS/A.swift", "\n" * 301) == [
        "301: 301 lines: split it by responsibility before 300"
    ]


CODE = {
    "a text": ('a("b\\"c") + d', 'a(      ) + d'),
    "a raw text": ('a(#"\\"#) + d', "a(     ) + d"),
    "a long text": ('a("""\n b "quoted"\n """) + d', "a(   \n           \n    ) + d"),
    "a comment": ('a // "b\nc', "a      \nc"),
    "a long comment": ("a /* b\n*/ c", "a     \n   c"),
    "an address in a text": ('a("https://b") + c', "a(           ) + c"),
}


@pytest.mark.parametrize("source, code", CODE.values(), ids=CODE)
def test_code_is_told_from_texts_and_comments(source, code):
    assert code_only(source) == code


def test_the_house_and_the_package_have_the_same_rooms():
    there = {path.name for side in ("Sources", "Tests") for path in (ROOT / side).iterdir() if path.is_dir()}
    assert there == set(house.ROOMS) | set(house.TESTS) | house.EVERYTHING


@pytest.mark.parametrize("line", ['print("a")', '    Swift.print("a")', 'for a in b { print(a) }'])
def test_data_goes_through_the_terminal(line):
    assert said(rules.forbidden_words, "Sources/relevo/Commands/A.swift", line) != []
    assert said(rules.forbidden_words, "Sources/relevo/Output/CommandOutput.swift", line) == []
    assert said(rules.forbidden_words, "Sources/histories/A.swift", line) == []


def test_the_terminal_may_print():
    source = 'terminal.print("a")\nfunc print(_ text: String) { output.print(text) }'
    assert said(rules.forbidden_words, "Sources/relevo/Output/A.swift", source) == []
