"""The shims that number the ledger's writes and move the clocks, compiled on first use."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SOURCES = [Path(__file__).with_name(name) for name in ("ledger_shim.c", "clock_shim.c")]
# Each moment at which the ledger is on the disk: just before, with half a write; and right after.
MOMENTS = ("torn", "synced")
# Pauses and waits make up nearly all of a run; this much faster, Relevo and Slack still agree on what a second is.
FASTER = 10


def build(folder):
    """Where the shared object is."""
    name = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()[:12]
    made = folder / f"shim-{name}.so"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = made.with_suffix(f".{os.getpid()}")
        _compile(draft)
        draft.replace(made)
    return made


def _compile(draft):
    compiler = next((found for found in map(shutil.which, ("cc", "clang")) if found), None)
    if compiler is None:
        raise SystemExit("The fault bench needs a C compiler; the Swift toolchain has one (clang): put it on the PATH.")
    command = [compiler, "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", draft, *SOURCES, "-ldl", "-lpthread"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        # Where there is no linker but the toolchain's own.
        subprocess.run([*command, "-fuse-ld=lld"], check=True)


def faster(shim):
    """For a program whose timers are to run fast."""
    return {"LD_PRELOAD": str(shim), "FAULTS_FASTER": str(FASTER)}


def environment(shim, later=0, count=None, die_at=None, moment=None):
    """What the shim is told."""
    told = {**faster(shim), "FAULTS_LATER": str(later)}
    if count is not None:
        told["FAULTS_COUNT"] = str(count)
    if die_at is not None:
        told |= {"FAULTS_SYNC": str(die_at), "FAULTS_MOMENT": moment}
    return told
