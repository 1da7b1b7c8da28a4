"""The system's zone files, by the names that `policy.hours.zone` may have.

A function's image may have no zone files, or other ones than the machine on which the configuration was checked.
"""

import os
import re
import struct
from pathlib import Path

SYSTEM = Path("/usr/share/zoneinfo")
# Zone files that aren't zones: the machine's own zone, the default rule, and a text that asks for a zone.
NO_ZONES = {"localtime", "posixrules", "Factory"}
# Copies of all zones: `posix` has the same ones, `right` counts leap seconds, which Relevo refuses.
NO_FOLDERS = {"posix", "right"}
# As in Sources/Composition/SystemZones.swift and Sources/Settings/Zones/ZoneFile.swift.
_STEP = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*")
_LARGEST = 100_000
# The header: version, and six counts (UT, standard time, leap seconds, times, types, characters).
# https://www.rfc-editor.org/rfc/rfc8536#section-3.1
_HEADER = struct.Struct(">4sc15x6l")


def files(folder=SYSTEM):
    """Every zone's bytes, by its name.

    Other names of a zone (`US/Pacific`) are links to it there. Here each has its own copy, because unzipping tools
    and Lambda don't promise to keep links. All zones together have 0.4 MB in the zip.
    """
    found = {}
    for where, folders, names in os.walk(folder):
        if Path(where) == Path(folder):
            folders[:] = [name for name in folders if name not in NO_FOLDERS]
        for name in names:
            path = Path(where, name)
            zone = path.relative_to(folder).as_posix()
            if zone in NO_ZONES or not is_name(zone) or not path.is_file() or path.stat().st_size > _LARGEST:
                continue
            if is_readable(content := path.read_bytes()):
                found[zone] = content
    return dict(sorted(found.items()))


def is_name(text):
    return len(text) <= 64 and all(_STEP.fullmatch(step) for step in text.split("/"))


def is_readable(content):
    """Whether it is a TZif file without leap seconds; Relevo reads it more strictly than this."""
    header = _header(content)
    if header and header[1] != b"\0":
        # The table that counts is the second one, with times of 64 bits.
        _, _, universal, standard, leaps, times, types, characters = header
        header = _header(content[_HEADER.size + times * 5 + types * 6 + characters + leaps * 8 + standard + universal :])
    return header is not None and header[4] == 0


def version(folder=SYSTEM):
    """The release of the time zone database, such as 2025b, if the system says it."""
    path = Path(folder, "tzdata.zi")
    found = re.match(r"# version (\S+)", path.read_text(encoding="utf-8")) if path.exists() else None
    return found.group(1) if found else None


def _header(content):
    if len(content) < _HEADER.size:
        return None
    header = _HEADER.unpack_from(content)
    return header if header[0] == b"TZif" else None
