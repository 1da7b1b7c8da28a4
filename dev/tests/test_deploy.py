"""What is in Deploy is what a machine would accept: units, the container's file, the line for cron."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "Deploy"
UNITS = ["relevo.service", "relevo.timer"]


def analyze(*arguments, needs="verify"):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    if needs not in subprocess.run(["systemd-analyze", "--help"], capture_output=True, text=True).stdout:
        pytest.skip(f"this systemd-analyze has no {needs}")
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True)


@pytest.fixture
def units(tmp_path):
    """The units, with a program that exists."""
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text()
        (tmp_path / name).write_text(text.replace("/usr/local/bin/relevo", "/bin/true"))
    return tmp_path


def test_systemd_accepts_the_units(units):
    done = analyze("verify", "--man=no", *(str(units / name) for name in UNITS))
    ours = [line for line in done.stderr.splitlines() if "relevo" in line]
    assert (done.returncode, ours) == (0, [])


def test_systemd_refuses_a_unit_with_a_mistake(units):
    """So that the test above can fail."""
    service = units / "relevo.service"
    service.write_text(service.read_text().replace("ProtectSystem=strict", "ProtectSystem=stricter"))
    assert "relevo.service" in analyze("verify", "--man=no", str(service)).stderr


def test_the_service_is_closed_off(units):
    """`systemd-analyze security`: from 0 (closed) to 10 (open); a service without hardening has 9.6."""
    done = analyze("security", "--offline=true", "--threshold=15", str(units / "relevo.service"), needs="--offline")
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_the_service_may_write_to_its_ledger_only():
    service = (DEPLOY / "systemd/relevo.service").read_text()
    assert "ProtectSystem=strict\n" in service
    assert "StateDirectory=relevo\n" in service
    assert "ReadWritePaths" not in service
    assert re.search(r"^User=relevo$", service, re.MULTILINE)


def instructions(text):
    """A Dockerfile's instructions, with continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in joined.splitlines()]


@pytest.fixture
def dockerfile():
    return instructions((DEPLOY / "container/Dockerfile").read_text())


def test_the_dockerfile_has_known_instructions_in_two_stages(dockerfile):
    known = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in dockerfile} <= known
    assert [words.split()[1:] for name, words in dockerfile if name == "FROM"] == [["AS", "build"], []]


def test_every_file_that_is_copied_exists_and_is_not_ignored(dockerfile):
    kept = (DEPLOY / "container/Dockerfile.dockerignore").read_text().splitlines()
    sources = [words.split()[:-1] for name, words in dockerfile if name == "COPY" and "--from" not in words]
    assert len(sources) > 2
    for source in sum(sources, []):
        assert (ROOT / source).exists()
        assert f"!{source}" in kept


def test_what_the_package_names_is_copied(dockerfile):
    """A target without its sources ends the build."""
    copied = {words.split()[0] for name, words in dockerfile if name == "COPY"}
    folders = {path.parts[0] for path in map(Path, git_files("*.swift")) if len(path.parts) > 1}
    assert {"Sources", "Tests", "Fuzzing"} <= copied
    assert folders - copied <= {"Benchmarks", "dev", "Deploy"}


def git_files(pattern):
    return subprocess.run(
        ["git", "ls-files", pattern], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()


def test_the_container_never_runs_as_root(dockerfile):
    last = [words for name, words in dockerfile if name in ("FROM", "USER")][-1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last)


def test_the_page_runs_the_container_read_only():
    page = (ROOT / "Docs/deploying.md").read_text()
    for option in ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", ":/var/lib/relevo"):
        assert option in page


def cron():
    """The settings, and the command as cron gives it to the shell."""
    lines = [line for line in (DEPLOY / "cron/relevo").read_text().splitlines() if not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]+=", line))
    (entry,) = [line for line in lines if not re.match(r"[A-Z]+=", line)]
    fields = entry.split(None, 6)
    command = re.split(r"(?<!\\)%", fields[6])[0].replace("\\%", "%")
    return settings, fields[:6], command


def test_the_line_for_cron_runs(tmp_path):
    settings, fields, command = cron()
    assert fields == ["0", "10", "*", "*", "*", "relevo"]
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/environment").write_text('SLACK_BOT_TOKEN="xoxb-1"\nAWS_REGION=us-east-1\n')
    program = tmp_path / "relevo"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$SLACK_BOT_TOKEN" "$AWS_REGION" "$@"\n')
    program.chmod(0o755)
    here = command.replace("/etc/relevo", str(tmp_path / "etc")).replace("/var/lib/relevo", str(tmp_path))
    path = settings["PATH"].replace("/usr/local/bin", str(tmp_path))
    done = subprocess.run(["env", "-i", f"PATH={path}", settings["SHELL"], "-c", here], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    token, region, *arguments = done.stdout.splitlines()
    assert (token, region) == ("xoxb-1", "us-east-1")
    assert arguments[:2] == ["run", "--quiet"]
    assert re.fullmatch(rf"{tmp_path}/run-\d{{4}}-\d\d-\d\d\.txt", arguments[-1])


def test_cron_mails_no_secret():
    assert "xoxb" not in (DEPLOY / "cron/relevo").read_text()
