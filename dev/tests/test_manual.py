"""The manual page: every command and option is in it, and troff accepts it."""

import importlib.machinery
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/debug/relevo"


def script():
    loader = importlib.machinery.SourceFileLoader("manual", str(ROOT / "dev/manual"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("manual", loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tree():
    if not PROGRAM.exists():
        pytest.skip("relevo is not built: `make build`")
    return json.loads(subprocess.run([PROGRAM, "--experimental-dump-help"], check=True, capture_output=True).stdout)


@pytest.fixture(scope="module")
def page(tree):
    return "\n".join(script().manual(tree, "2026-01-31"))


def test_every_command_has_its_section(page, tree):
    words = [words for words, _ in script().leaves(tree["command"])]
    assert ("config", "show") in words and ("run",) in words
    for each in words:
        assert f".SS relevo {' '.join(each)}\n" in page


def test_every_option_is_explained(page, tree):
    for _, command in script().leaves(tree["command"]):
        for argument in command.get("arguments", []):
            if argument["shouldDisplay"]:
                assert script().term(argument) in page


def test_options_of_every_command_are_explained_once(page):
    assert page.count("\\fB\\-\\-no\\-pager\\fR") == 1


@pytest.mark.parametrize("section", ["DESCRIPTION", "COMMANDS", "OPTIONS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT"])
def test_sections(page, section):
    assert f".SH {section}\n" in page


def test_text_that_troff_would_read_as_a_request_is_escaped():
    assert script().escaped(".build\n'a'\n-b\\c") == "\\&.build\n\\&'a'\n\\-b\\ec"


def test_troff_has_no_warnings(page, tmp_path):
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    (tmp_path / "relevo.1").write_text(page)
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-k", "-ww", "-z", tmp_path / "relevo.1"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
