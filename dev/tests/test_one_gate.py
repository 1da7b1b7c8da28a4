"""One gate: nothing else in the code can reach what switches a key off.

Three locks, each shown here: the permit that the deactivator asks for can be made by the gate's file alone (the compiler
says so), the call that changes a key stands in one file, and each step on the way there has exactly one caller."""

import re
import subprocess
from pathlib import Path

import pytest
from linting.swift_text import code_only

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ROOT / "Sources"
# Fakes, stand-ins and contracts are linked by tests alone.
NOT_SHIPPED = {"KeyWatchFakes", "LedgerContract", "LocalSlack", "local-slack", "HistoryBench", "histories"}


def shipped():
    for path in sorted(SOURCES.rglob("*.swift")):
        if path.relative_to(SOURCES).parts[0] not in NOT_SHIPPED:
            yield path


def holders(pattern, keep_strings=False):
    """The shipped files whose code matches, comments left out."""
    found = []
    for path in shipped():
        text = path.read_text()
        if re.search(pattern, text if keep_strings else code_only(text)):
            found.append(str(path.relative_to(SOURCES)))
    return found


WAYS = {
    # What it is -> (what its use looks like, strings count, the only files that have it)
    "the call that changes a key": (
        r'"UpdateAccessKey", parameters',
        True,
        ["AWS/IAM/UpdateAccessKey.swift"],
    ),
    "the status that deactivates": (r'"Status", "Inactive"', True, ["AWS/IAM/UpdateAccessKey.swift"]),
    "the client that deactivates": (
        r"\bKeyDeactivationClient\(",
        False,
        ["Adapters/IAM/IAMKeyDeactivator.swift"],
    ),
    "the client that activates": (r"\bKeyReactivationClient\(", False, ["Adapters/IAM/IAMKeyRestorer.swift"]),
    "the adapter behind the port": (r"\bIAMKeyDeactivator\(", False, ["Composition/ServiceFactory.swift"]),
    "a session's deactivate": (r"\bsession\.deactivate\(", False, ["KeyWatch/Running/DeactivationStep.swift"]),
    "a permit": (r"\bDeactivationPermit\(", False, ["KeyPolicy/Deciding/Gate.swift"]),
    "the one deactivation": (
        r"\bDeactivationStep\(",
        False,
        ["KeyWatch/Running/DeactivationStage.swift"],
    ),
    "the gate's permit": (r"\bGate\.permit(Retirement)?\(", False, ["KeyWatch/Deciding/Planner+permit.swift"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_step_has_its_only_places(way):
    pattern, keep_strings, places = WAYS[way]
    assert holders(pattern, keep_strings) == places


def types_that_change_keys():
    """The types of the one file that calls UpdateAccessKey, each with its text."""
    text = (SOURCES / "AWS/IAM/UpdateAccessKey.swift").read_text()
    return {part.split(":")[0]: part for part in text.split("package struct ")[1:]}


def test_each_type_sends_one_status():
    statuses = {name: re.findall(r'"Status", (\S+)\)', part) for name, part in types_that_change_keys().items()}
    assert statuses == {
        "KeyDeactivationClient": ['"Inactive"'],
        "KeyReactivationClient": ['"Active"'],
        "UpdateAccessKeyProbe": ['"Inactive"'],
    }


def test_the_probe_can_name_nobody():
    """doctor asks whether the call is allowed by making it for a user that can't exist."""
    text = code_only(types_that_change_keys()["UpdateAccessKeyProbe"])
    signature = re.search(r"func \w+\(([^)]*)\)", text).group(1)
    assert signature.strip() == "", "the probe takes no user and no key"


FORGERIES = {
    "a permit of one's own": "_ = DeactivationPermit(address: address, userName: \"anna\")",
    "a permit from JSON": "_ = try JSONDecoder().decode(DeactivationPermit.self, from: Data())",
    "a permit changed": "var forged = permit; forged.userName = \"bo\"",
    "deactivating without one": "try await session.deactivate(address, before: Date())",
}

REFUSALS = {
    "a permit of one's own": "inaccessible due to 'fileprivate' protection level",
    "a permit from JSON": "conform to 'Decodable'",
    "a permit changed": "'userName' is a 'let' constant",
    "deactivating without one": "cannot convert value of type 'KeyAddress' to expected argument type 'DeactivationPermit'",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_compiler_lets_nobody_else_make_a_permit(forgery, tmp_path):
    modules = ROOT / ".build" / "debug" / "Modules"
    if not (modules / "KeyWatch.swiftmodule").exists():
        pytest.skip("the modules are not built: `swift build` first")
    source = tmp_path / "Forgery.swift"
    source.write_text(
        "import FoundationEssentials\nimport KeyPolicy\nimport KeyWatch\n"
        "func forge(_ address: KeyAddress, _ permit: DeactivationPermit, _ session: any DeactivationSession) async throws {\n"
        f"    {FORGERIES[forgery]}\n}}\n"
    )
    done = subprocess.run(
        ["swiftc", "-typecheck", "-swift-version", "6", "-package-name", package_name(), "-I", str(modules)]
        + c_modules()
        + [str(source)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode != 0
    assert REFUSALS[forgery] in done.stderr


def package_name():
    """The name under which `package` is shared: SwiftPM takes the folder's."""
    return re.sub(r"\W", "_", ROOT.name.lower())


def c_modules():
    """Where the dependencies' C modules are, which our modules import in turn."""
    checkouts = ROOT / ".build" / "checkouts"
    found = sorted({str(path.parent) for path in checkouts.rglob("include/module.modulemap")})
    return [flag for folder in found for flag in ("-I", folder)]
