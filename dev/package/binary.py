"""The lint of the built function: it starts on Lambda, and contains nothing that the function doesn't need.

Each problem is a sentence that says what was found and what to do.
"""

import re

# What Amazon Linux 2023 has: glibc 2.34, and libstdc++ and libgcc of GCC 11.
# https://docs.aws.amazon.com/linux/al2023/ug/glibc-gcc-and-binutils.html
NEWEST = {"GLIBC": (2, 34), "GLIBCXX": (3, 4, 29), "CXXABI": (1, 3, 13), "GCC": (11, 0)}
# Libraries that are there whatever else an image lacks.
SYSTEM = {"libc", "libdl", "libgcc_s", "libm", "libpthread", "libresolv", "librt", "libstdc++", "libz"}
STATIC = "Build it for release, so that Package.swift links it with -static-executable, and with --static-swift-stdlib"

# Smaller tables for unwinding stacks are sorted in no time.
SMALL_UNWINDING = 1_000_000

_ESSENTIALS = "Import FoundationEssentials instead: full Foundation brings ICU, which is larger than everything else together"
_COMMAND_LINE = "Only the command line may have it: take it out of what LambdaFunction depends on (Package.swift)"
# Swift modules that the function doesn't have, and what to do about them.
MODULES = {
    "Foundation": _ESSENTIALS,
    "FoundationInternationalization": _ESSENTIALS,
    "FoundationNetworking": _ESSENTIALS,
    "FoundationXML": _ESSENTIALS,
    "ArgumentParser": _COMMAND_LINE,
    "GRDB": _COMMAND_LINE,
    "Hummingbird": "Only stand-ins are servers: take it out of what LambdaFunction depends on (Package.swift)",
    "ProcessCredentials": "The function starts no programs: take it out of what LambdaFunction depends on (Package.swift)",
    "SQLiteLedger": _COMMAND_LINE,
    "Subprocess": "The function starts no programs: take it out of what LambdaFunction depends on (Package.swift)",
    "Yams": _COMMAND_LINE,
}
# C libraries: what they are called in a sentence, their symbols, and the shared libraries that bring them.
C_LIBRARIES = {
    # Swift's own copy puts `swift_` before each name.
    "ICU": (re.compile(r"icudt\d+_dat|(?:swift_)?u(?:cal|col|dat|loc|num|brk)_\w+"),
            re.compile(r"lib(?:_FoundationICU|icu)"), _ESSENTIALS),
    "SQLite": (re.compile(r"sqlite3_\w+"), re.compile(r"libsqlite3"), _COMMAND_LINE),
}  # fmt: skip
# A Swift symbol begins with the module that it belongs to: $s4GRDB… The compiler's private ones may begin with `_`.
_MODULE = re.compile(r"_?\$s(\d+)(\w+)")


def problems(program):
    """Everything that is wrong with a program as it was built (`elf.Program`)."""
    yield from loading(program)
    yield from unwinding(program)
    yield from linked(program)


def loading(program):
    """Why Amazon Linux 2023 would not start it."""
    if program.is_static:
        return
    others = [
        name for name in program.needed if name.partition(".so")[0] not in SYSTEM and not name.startswith("ld-linux-")
    ]
    if others:
        yield (
            f"{program.path.name} needs {', '.join(others)}, which Lambda's image doesn't have (provided.al2023). "
            f"{STATIC}."
        )
    for version in sorted(program.versions):
        if is_too_new(version):
            symbols = program.versions[version]
            why = f" (for {_some(symbols)})" if symbols else ""
            yield (
                f"{program.path.name} needs {version}{why}, and Lambda's image has {_newest(version)} "
                f"(provided.al2023). {STATIC}, or build it on Amazon Linux 2023."
            )


def unwinding(program):
    """What a static program does when its first thread ends, which is before the first event.

    GCC's start-up code (crtbeginT.o) registers the unwind tables of a static program at a fixed address, and the first use
    sorts all that is registered, even if there is an index.
    """
    if not program.is_static or program.is_movable or not program.symbols:
        return
    if program.symbols.get("__register_frame_info"):
        if program.unwinding > SMALL_UNWINDING:
            yield (
                f"{program.path.name} sorts {program.unwinding / 1e6:.1f} MB of unwind tables as it starts, which takes a "
                "tenth of a second of a whole processor. Link it with --eh-frame-hdr and "
                "--defsym=__register_frame_info=0, as Package.swift does."
            )
    elif not program.has_unwinding_index:
        yield f"{program.path.name} has no index of its unwind tables, so it aborts. Link it with --eh-frame-hdr."


def linked(program):
    """What it contains, or would load, that the function doesn't need."""
    if not program.symbols:
        yield (
            f"{program.path.name} has no symbols, so nobody can see what it contains: give the program as it was built, "
            "without -Xlinker -s. The package strips it."
        )
        return
    modules = _by_module(program.symbols)
    for module, advice in MODULES.items():
        found = modules.get(module, [])
        library = next((name for name in program.needed if name == f"lib{module}.so"), None)
        if found or library:
            yield f"{program.path.name} contains {module} ({_evidence(found, library)}). {advice}."
    for name, (pattern, library_pattern, advice) in C_LIBRARIES.items():
        found = sorted(symbol for symbol in program.symbols if pattern.fullmatch(symbol.split("@")[0]))
        library = next((each for each in program.needed if library_pattern.match(each)), None)
        if found or library:
            yield f"{program.path.name} contains {name} ({_evidence(found, library)}). {advice}."


def is_too_new(version):
    """Whether Amazon Linux 2023 lacks it; a version of an unknown kind counts as lacking."""
    family, _, number = version.rpartition("_")
    if family not in NEWEST or not re.fullmatch(r"[\d.]+", number):
        return True
    return tuple(int(part) for part in number.split(".")) > NEWEST[family]


def newest_needed(program):
    """The newest version of each kind, as text; empty for a static program."""
    best = {}
    for version in program.versions:
        family, _, number = version.rpartition("_")
        if re.fullmatch(r"[\d.]+", number):
            best[family] = max(best.get(family, ()), tuple(int(part) for part in number.split(".")))
    return [f"{family}_{'.'.join(map(str, number))}" for family, number in sorted(best.items())]


def _by_module(symbols):
    found = {}
    for symbol in sorted(symbols):
        if match := _MODULE.match(symbol):
            length = int(match.group(1))
            found.setdefault(match.group(2)[:length], []).append(symbol)
    return found


def _newest(version):
    family = version.rpartition("_")[0]
    if family not in NEWEST:
        return "no such version"
    return f"nothing newer than {family}_{'.'.join(map(str, NEWEST[family]))}"


def _evidence(symbols, library):
    parts = [f"{len(symbols)} symbols, such as {symbols[0][:60]}"] if symbols else []
    return ", ".join(parts + ([f"it loads {library}"] if library else []))


def _some(symbols):
    shown = sorted(set(symbols))
    return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")
