"""What only the built program can show: files, statuses and terminals. Nothing here needs AWS or Slack."""

import json
import os
import pty
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / ".build/debug/relevo"


@pytest.fixture(autouse=True)
def configured(tmp_path, monkeypatch):
    if not PROGRAM.exists():
        pytest.skip("relevo is not built: `make build`")
    monkeypatch.chdir(tmp_path)
    for name in ("RELEVO_PAGER", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    Path("relevo.yaml").write_text("mode: enforce\nslack: {token: env:SLACK_BOT_TOKEN, channel: C0123456789}\n")


def relevo(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60)


def on_a_terminal(*arguments, **environment):
    """What a terminal of 24 rows shows."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(PROGRAM, ["relevo", *arguments], {**os.environ, **environment})
    shown = b""
    while True:
        try:
            some = os.read(terminal, 4096)
        except OSError:
            break
        if not some:
            break
        shown += some
    os.waitpid(pid, 0)
    os.close(terminal)
    return shown.decode()


def test_a_good_configuration():
    done = relevo("config", "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "relevo.yaml: no errors.\n", "")
    assert relevo("config", "check", "--quiet").stdout == ""


def test_every_error_of_a_configuration_has_a_line_that_editors_understand():
    Path("relevo.yaml").write_text("mode: enfroce\nslack: {}\n")
    done = relevo("config", "check")
    assert (done.returncode, done.stdout) == (64, "")
    lines = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["relevo.yaml:1:7", "relevo.yaml:2:8", "relevo.yaml:2:8"]


def test_the_configuration_as_json_is_a_configuration():
    shown = relevo("config", "show", "--format", "json")
    Path("relevo.json").write_text(shown.stdout)
    assert json.loads(shown.stdout)["slack"]["token"] == "env:SLACK_BOT_TOKEN"
    assert relevo("--config", "relevo.json", "config", "show").stdout == relevo("config", "show").stdout


def test_no_secret_is_read_or_shown(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-made-up")
    assert "xoxb" not in relevo("config", "show").stdout


def test_output_is_private_and_says_so():
    done = relevo("config", "show", "-o", "shown.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "relevo: Written to shown.yaml.\n")
    assert stat.S_IMODE(Path("shown.yaml").stat().st_mode) == 0o600
    assert relevo("--quiet", "--output", "shown.yaml", "config", "show").stderr == ""


def test_output_to_a_folder_is_refused():
    done = relevo("config", "show", "--output", ".")
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr == "relevo: --output names a file, but . is a folder.\n"


@pytest.mark.parametrize("name", ["-V", "--version"])
def test_the_version(name):
    assert relevo(name).stdout == relevo("--version").stdout != ""


@pytest.mark.parametrize("before", [["--config", "nowhere.yaml"], ["--config=nowhere.yaml", "--no-color"]])
def test_options_may_stand_before_the_command(before):
    done = relevo(*before, "history")
    assert done.returncode == 64
    assert "nowhere.yaml" in done.stderr


def test_long_output_on_a_terminal_is_paged():
    assert on_a_terminal("config", "show", RELEVO_PAGER="sed s/^/paged:/").count("paged:") > 20


@pytest.mark.parametrize(
    "arguments, environment",
    [
        (["--no-pager", "config", "show"], {"PAGER": "sed s/^/paged:/"}),
        (["config", "show"], {"RELEVO_PAGER": "", "PAGER": "sed s/^/paged:/"}),
        (["config", "check"], {"PAGER": "sed s/^/paged:/"}),
        (["config", "show"], {"RELEVO_PAGER": "/nowhere/pager"}),
    ],
    ids=["--no-pager", "no pager", "short", "a pager that isn't there"],
)
def test_without_a_pager_the_terminal_shows_all(arguments, environment):
    shown = on_a_terminal(*arguments, **environment)
    assert "paged:" not in shown
    assert "no errors." in shown or "ledger: sqlite:relevo.db" in shown


def test_outside_of_a_terminal_nothing_is_paged(monkeypatch):
    monkeypatch.setenv("PAGER", "sed s/^/paged:/")
    assert "paged:" not in relevo("config", "show").stdout
