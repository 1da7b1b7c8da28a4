"""Small programs, compiled for one test."""

import shutil
import subprocess

import pytest

HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


def need(*tools):
    """Skips the test if one of them isn't installed."""
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} isn't installed")


def compiled(folder, *options, source=HELLO, name="program"):
    """The path of a program, or of a library with `-shared`."""
    need("gcc", "readelf", "nm", "strip")
    text, path = folder / f"{name}.c", folder / name
    text.write_text(source)
    done = subprocess.run(["gcc", str(text), "-o", str(path), *map(str, options)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


def with_symbols(program, *names):
    """The same program with more symbols, such as Swift's, which C can't name."""
    need("objcopy")
    added = [word for name in names for word in ("--add-symbol", f"{name}=.text:0,function,global")]
    subprocess.run(["objcopy", *added, str(program)], check=True)
    return program
