"""The function's zip from a built binary: stripped, with zone files and, if wanted, the configuration."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

ZONES = Path("/usr/share/zoneinfo")
# What the tests' configurations name; `make package` takes them all.
WANTED = ("UTC", "America/Lima", "Europe/Madrid")
# Lambda takes no larger zip directly.
LARGEST = 50 * 1024 * 1024


def build(bootstrap, target, configuration=None):
    """The zip's path. The binary itself stays as it is."""
    copy = target.with_suffix(".bootstrap")
    shutil.copyfile(bootstrap, copy)
    # A script, as some tests have, isn't to be stripped; and without a tool it goes as it is.
    if copy.read_bytes()[:4] == b"\x7fELF" and (strip := shutil.which("strip") or shutil.which("llvm-strip")):
        subprocess.run([strip, str(copy)], check=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _add(archive, "bootstrap", copy.read_bytes(), 0o755)
        for name in WANTED:
            if (ZONES / name).exists():
                _add(archive, f"zoneinfo/{name}", (ZONES / name).read_bytes(), 0o644)
        if configuration is not None:
            _add(archive, "relevo.json", json.dumps(configuration).encode(), 0o644)
    copy.unlink()
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target.name} has {target.stat().st_size} bytes, and Lambda takes at most {LARGEST}.")
    return target


def _add(archive, name, content, mode):
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100000 | mode) << 16
    archive.writestr(entry, content)
