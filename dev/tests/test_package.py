"""Lambda's zip: the same bytes for the same contents, complete, and with a configuration that works there."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from package import archive, configuration, zones
from programs import compiled

ROOT = Path(__file__).resolve().parent.parent.parent
RELEVO = ROOT / ".build/debug/relevo"
SETTINGS = {
    "ledger": "dynamodb:relevo",
    "policy": {"hours": {"zone": "America/Lima", "days": ["mon"], "from": "09:00", "to": "16:00"}},
    "slack": {"token": "ssm:/relevo/slack-token", "channel": "C0123456789"},
}


@pytest.fixture
def zone_files(tmp_path):
    """A folder as the system's: two names of one zone, and what is none."""
    lima = zones.SYSTEM / "America/Lima"
    if not lima.exists():
        pytest.skip("tzdata isn't installed")
    folder = tmp_path / "zones"
    for name in ("America", "posix/America", "right/America", "Etc"):
        (folder / name).mkdir(parents=True)
    for name in ("America/Lima", "Etc/GMT+5", "posix/America/Lima", "localtime", "posixrules", "America/a.dot"):
        (folder / name).write_bytes(lima.read_bytes())
    (folder / "Peru").symlink_to("America/Lima")
    (folder / "zone.tab").write_text("# none\n")
    (folder / "America/Text").write_text("not a zone\n")
    (folder / "tzdata.zi").write_text("# version 2031a\n")
    return folder


def package(tmp_path, zone_files, *options, **more):
    """Runs the packing of a small program; the process, and the zip's path."""
    program = more.get("program") or compiled(tmp_path, "-static")
    words = [program, tmp_path / "dist", "--zones", zone_files, *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "dev"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "package", *map(str, words)], env=environment, capture_output=True, text=True
    )
    return done, next((tmp_path / "dist").glob("relevo-lambda-*.zip"), None)


def settings_file(tmp_path, **changes):
    path = tmp_path / "relevo.json"
    path.write_text(json.dumps({**SETTINGS, **changes}, indent=2))
    return path


def test_two_packings_are_the_same_bytes():
    files = {"b": (b"two", 0o644), "a": (b"one", 0o755)}
    assert archive.packed(files) == archive.packed(dict(reversed(files.items())))
    assert archive.packed(files) != archive.packed({**files, "a": (b"one", 0o644)})


def test_a_lower_level_is_larger():
    files = {"a": (b"".join(b"%d," % (number * number) for number in range(20_000)), 0o644)}
    assert len(archive.packed(files, level=1)) > len(archive.packed(files))


def test_entries_have_modes_and_nothing_of_this_machine():
    with zipfile.ZipFile(io.BytesIO(archive.packed({"b": (b"two", 0o644), "a": (b"one", 0o755)}))) as zipped:
        entries = zipped.infolist()
        assert [(one.filename, one.external_attr >> 16) for one in entries] == [("a", 0o100755), ("b", 0o100644)]
        for one in entries:
            assert (one.date_time, one.create_system, one.extra, one.comment) == ((1980, 1, 1, 0, 0, 0), 3, b"", b"")
        assert zipped.read("b") == b"two"


def test_a_zip_that_lambda_refuses_is_reported(monkeypatch):
    files = {"a": (b"x" * 5_000, 0o644)}
    zipped = archive.packed(files)
    assert list(archive.problems(files, zipped)) == []
    monkeypatch.setattr(archive, "LARGEST", len(zipped) - 1)
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 4_999)
    directly, unpacked = archive.problems(files, zipped)
    assert f"The zip has {len(zipped):,} bytes" in directly
    assert "Unpacked, the zip has 5,000 bytes" in unpacked


def test_only_zones_are_packed_under_all_their_names(zone_files):
    found = zones.files(zone_files)
    assert list(found) == ["America/Lima", "Etc/GMT+5", "Peru"]
    assert found["Peru"] == found["America/Lima"]
    assert zones.version(zone_files) == "2031a"


def test_zones_that_count_leap_seconds_are_left_out():
    leaping = zones.SYSTEM / "right/America/Lima"
    if not leaping.exists():
        pytest.skip("this system has no such zone files")
    assert not zones.is_readable(leaping.read_bytes())
    assert zones.is_readable((zones.SYSTEM / "America/Lima").read_bytes())


def test_the_zip_is_the_same_twice_and_complete(tmp_path, zone_files):
    settings = settings_file(tmp_path)
    done, path = package(tmp_path, zone_files, "--json", settings)
    assert done.returncode == 0, done.stderr
    first = path.read_bytes()
    os.utime(zone_files / "America/Lima", (0, 0))
    package(tmp_path, zone_files, "--json", settings)
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as zipped:
        assert zipped.namelist() == [
            "bootstrap", "relevo.json", "zoneinfo/America/Lima", "zoneinfo/Etc/GMT+5", "zoneinfo/Peru",
        ]  # fmt: skip
        assert zipped.read("relevo.json") == settings.read_bytes()


def test_what_was_packed_is_said(tmp_path, zone_files):
    done, path = package(tmp_path, zone_files, "--json", settings_file(tmp_path))
    assert "static: needs nothing of Lambda's image" in done.stdout
    assert "3 zones of tzdata 2031a" in done.stdout
    assert "fits a standard SSM parameter (at most 4,096 bytes)" in done.stdout
    assert str(path) in done.stdout
    done, _ = package(tmp_path, zone_files)
    assert "settings   none: RELEVO_CONFIG must name an SSM parameter" in done.stdout


def test_the_unpacked_folder_has_no_older_files(tmp_path, zone_files):
    folder = tmp_path / "unpacked"
    package(tmp_path, zone_files, "--unpacked", folder, "--json", settings_file(tmp_path))
    assert subprocess.run([folder / "bootstrap"], capture_output=True, text=True).stdout == "hello\n"
    (zone_files / "Peru").unlink()
    package(tmp_path, zone_files, "--unpacked", folder)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert files == ["bootstrap", "zoneinfo/America/Lima", "zoneinfo/Etc/GMT+5"]


def test_a_program_with_problems_is_not_packed(tmp_path, zone_files):
    done, path = package(tmp_path, zone_files, program=compiled(tmp_path, "-static", "-s"))
    assert (done.returncode, path) == (1, None)
    assert "has no symbols" in done.stderr
    done, _ = package(tmp_path, zone_files, program=tmp_path / "missing")
    assert f"There is no {tmp_path / 'missing'}." in done.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ledger": "sqlite:relevo.db"}, "ledger is sqlite:relevo.db, which ends with the function; write ledger: dynamodb:TABLE."),
        ({"policy": {"hours": {"zone": "Europe/Madrid"}}}, "has no zone file for Europe/Madrid"),
    ],
)  # fmt: skip
def test_a_configuration_that_fails_on_lambda_is_refused(tmp_path, zone_files, changes, sentence):
    done, path = package(tmp_path, zone_files, "--json", settings_file(tmp_path, **changes))
    assert (done.returncode, path) == (1, None)
    assert sentence in done.stderr


def test_what_is_no_configuration_is_refused():
    for text in (b"", b"[]", b"{}", b"ledger: dynamodb:relevo\n"):
        with pytest.raises(configuration.Refused, match="isn't what `relevo config show"):
            configuration.check(text, "relevo.json")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (4_096, "fits a standard SSM parameter"),
        (4_097, "fits an advanced one"),
        (8_192, "fits an advanced one"),
        (8_193, "leave RELEVO_CONFIG unset, so that the function reads it from the zip"),
    ],
)
def test_the_room_in_a_parameter_is_told(size, words):
    assert words in configuration.room(size)


def test_secrets_and_tokens_are_remarked_on():
    settings = {**SETTINGS, "heartbeat-url": "https://hc.example.com/x", "slack": {"token": "env:SLACK_BOT_TOKEN"}}
    token, heartbeat = configuration.remarks(json.dumps(settings))
    assert "slack.token is env:SLACK_BOT_TOKEN" in token and "ssm:NAME" in token
    assert "heartbeat-url" in heartbeat and "hc.example.com" not in heartbeat
    assert list(configuration.remarks(json.dumps(SETTINGS))) == []


def test_the_command_line_writes_what_is_packed(tmp_path, zone_files):
    if not RELEVO.exists():
        pytest.skip("relevo is not built: `make build`")
    source = tmp_path / "relevo.yaml"
    source.write_text(json.dumps({**SETTINGS, "heartbeat-url": "https://hc.example.com/x"}))
    done, path = package(tmp_path, zone_files, "--configuration", source, "--relevo", RELEVO)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(path) as zipped:
        packed = json.loads(zipped.read("relevo.json"))
    assert packed["heartbeat-url"] == "https://hc.example.com/x"
    assert packed["mode"] == "notify"
    source.write_text("mode: loud\n")
    done, _ = package(tmp_path, zone_files, "--configuration", source, "--relevo", RELEVO)
    assert done.returncode == 1 and "relevo.yaml:1:7: mode" in done.stderr


def test_relevo_reads_the_packed_zones(tmp_path, zone_files):
    if not RELEVO.exists():
        pytest.skip("relevo is not built: `make build`")
    source = tmp_path / "relevo.yaml"
    for name in zones.files(zone_files):
        hours = {**SETTINGS["policy"]["hours"], "zone": name}
        source.write_text(json.dumps({**SETTINGS, "policy": {"hours": hours}}))
        words = [RELEVO, "config", "check", "--config", source]
        done = subprocess.run(words, env={**os.environ, "TZDIR": str(zone_files)}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_container_copies_what_it_packs():
    """There may be no relevo.json; everything else exists, and isn't ignored."""
    text = (ROOT / "Deploy/container/lambda.Dockerfile").read_text()
    kept = (ROOT / "Deploy/container/lambda.Dockerfile.dockerignore").read_text().splitlines()
    lines = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    for source in sum(lines, []):
        name = source.replace("[n]", "n")
        assert f"!{name}" in kept
        assert name == "relevo.json" or (ROOT / name).exists()
    # Its Python has no packages.
    words = [sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, 'dev'); import package.__main__"]
    assert subprocess.run(words, cwd=ROOT).returncode == 0
