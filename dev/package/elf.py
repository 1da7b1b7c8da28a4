"""What binutils tell about a program: its kind, what it loads, the versions it needs, and its symbols."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Lambda's names for the processors.
ARCHITECTURES = {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "arm64"}


class NoProgram(Exception):
    """Not a program for Lambda's processors, or one that can't be read here; the text says which and what to do."""


@dataclass(frozen=True)
class Program:
    path: Path
    # x86_64 or arm64.
    architecture: str
    # Whether it may be loaded at any address (PIE).
    is_movable: bool
    # The program that loads its libraries; None for a static one.
    loader: str | None
    # Shared libraries, in order.
    needed: tuple
    # Versions such as GLIBC_2.34 that its libraries must have, each with the symbols that need it.
    versions: dict
    # All symbols with their addresses, where they have one; empty for a stripped program.
    symbols: dict
    # Bytes of .eh_frame, the tables for unwinding stacks, and whether they have an index (--eh-frame-hdr).
    unwinding: int
    has_unwinding_index: bool

    @property
    def is_static(self):
        return self.loader is None and not self.needed


def read(path):
    """The program at that path. Throws `NoProgram`."""
    with open(path, "rb") as file:
        if file.read(4) != b"\x7fELF":
            raise NoProgram(f"{path} is not a program for Linux (ELF): build it on Linux, or in a container.")
    head = _output("readelf", "-hlW", path)
    machine = re.search(r"Machine:\s+(.+)", head).group(1).strip()
    if machine not in ARCHITECTURES:
        raise NoProgram(f"{path} is for {machine}, which Lambda doesn't have: build it for x86_64 or arm64.")
    loader = re.search(r"Requesting program interpreter: (.+)\]", head)
    # Name, type, address, offset, size.
    frames = re.search(r" \.eh_frame +\S+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)", _output("readelf", "-SW", path))
    versions = {name: [] for name in re.findall(r"\bName: (\S+)", _needs(_output("readelf", "-VW", path)))}
    for symbol, version in re.findall(r"\bUND (\S+)@{1,2}(\w[\w.]*)", _output("readelf", "--dyn-syms", "-W", path)):
        versions.setdefault(version, []).append(symbol)
    return Program(
        path=Path(path),
        architecture=ARCHITECTURES[machine],
        is_movable=re.search(r"Type:\s+DYN\b", head) is not None,
        loader=loader.group(1) if loader else None,
        needed=tuple(re.findall(r"\(NEEDED\).*\[(.+)\]", _output("readelf", "-dW", path))),
        versions=versions,
        symbols={words[-1]: _address(words) for words in map(str.split, _output("nm", path).splitlines()) if words},
        unwinding=int(frames.group(1), 16) if frames else 0,
        has_unwinding_index="GNU_EH_FRAME" in head,
    )


def stripped(path, target):
    """Writes the program without its symbols and debug information."""
    _output("strip", "--strip-all", "-o", target, path)
    os.chmod(target, 0o755)


def _address(words):
    """The address in a line of nm, which is left out for symbols of other libraries."""
    return int(words[0], 16) if len(words) > 2 else None


def _needs(text):
    """The part of readelf's output that lists what is needed, not what the program itself offers."""
    return text.partition("Version needs section")[2]


def _output(*words):
    # In English, whatever the machine's language.
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run([str(word) for word in words], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise NoProgram(
            f"{words[0]} failed: {done.stderr.strip()}. A program for another processor is packed on a machine with that "
            "processor, or in Deploy/container/lambda.Dockerfile."
        )
    return done.stdout
