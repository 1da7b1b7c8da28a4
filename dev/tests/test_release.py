"""A release's archive and bill of materials are the same for the same contents, and complete."""

import io
import json
import sys
import tarfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from release import __main__ as release
from release import archive, sbom

FILES = {"r/b": (b"two", 0o644), "r/a": (b"one", 0o755)}
RESOLVED = {
    "pins": [
        {
            "identity": "swift-nio",
            "location": "https://github.com/apple/swift-nio.git",
            "state": {"revision": "abc", "version": "2.101.2"},
        },
        {"identity": "a-branch", "location": "https://github.com/x/a-branch", "state": {"revision": "def"}},
    ]
}


def test_two_packings_are_the_same_bytes():
    assert archive.packed(FILES, 1_000) == archive.packed(dict(reversed(FILES.items())), 1_000.9)
    assert archive.packed(FILES, 1_000) != archive.packed(FILES, 1_001)


def test_entries_are_sorted_and_belong_to_root():
    with tarfile.open(fileobj=io.BytesIO(archive.packed(FILES, 1_000))) as tar:
        entries = tar.getmembers()
        assert [(one.name, one.mode, one.mtime, one.uid, one.gid, one.uname) for one in entries] == [
            ("r/a", 0o755, 1_000, 0, 0, "root"),
            ("r/b", 0o644, 1_000, 0, 0, "root"),
        ]
        assert tar.extractfile("r/b").read() == b"two"


def test_every_resolved_package_is_in_the_bill():
    document = json.loads(sbom.bill(RESOLVED, "0.1.0", "6.2", 1_000))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert [one["purl"] for one in document["components"]] == [
        "pkg:generic/swift@6.2",
        "pkg:swift/github.com/x/a-branch@def",
        "pkg:swift/github.com/apple/swift-nio@2.101.2",
    ]
    references = {one["bom-ref"] for one in document["components"]}
    assert set(document["dependencies"][0]["dependsOn"]) == references
    assert document["metadata"]["timestamp"] == "1970-01-01T00:16:40Z"


def test_the_bill_changes_only_with_what_it_lists():
    assert sbom.bill(RESOLVED, "0.1.0", "6.2", 1_000) == sbom.bill(RESOLVED, "0.1.0", "6.2", 1_000)
    assert sbom.bill(RESOLVED, "0.1.0", "6.2", 1_000) != sbom.bill(RESOLVED, "0.1.0", "6.3", 1_000)


def test_the_archive_carries_what_an_administrator_needs():
    program = release.ROOT / ".build/debug/relevo"
    if not program.exists():
        pytest.skip("relevo is not built: `make build`")
    files = release.contents(program, "r", "2026-01-31")
    assert {
        "r/relevo",
        "r/LICENSE",
        "r/share/man/man1/relevo.1",
        "r/share/bash-completion/completions/relevo",
        "r/share/zsh/site-functions/_relevo",
        "r/share/fish/vendor_completions.d/relevo.fish",
        "r/Deploy/systemd/relevo.service",
        "r/Deploy/systemd/relevo.timer",
        "r/Deploy/systemd/relevo.sysusers",
        "r/Deploy/cron/relevo",
    } <= set(files)
    assert all(content for content, _ in files.values())
