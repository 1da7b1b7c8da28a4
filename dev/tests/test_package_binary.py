"""The lint of the built function finds what Amazon Linux 2023 would not start, and what the function doesn't need."""

import subprocess
from pathlib import Path

import pytest
from package import binary, elf
from programs import compiled, with_symbols

BUILT = Path(__file__).resolve().parent.parent.parent / ".build/debug"
# Swift symbols that begin with these modules.
GRDB, LOGGING = "$s4GRDB8DatabaseCMa", "$s7Logging6LoggerVMa"


def built(name):
    path = BUILT / name
    if not path.exists():
        pytest.skip(f"{name} is not built: swift build --product {name}")
    return elf.read(path)


def told(program):
    return list(binary.problems(elf.read(program)))


def test_a_static_program_needs_nothing(tmp_path):
    program = elf.read(compiled(tmp_path, "-static"))
    assert program.is_static
    assert list(binary.problems(program)) == []
    assert binary.newest_needed(program) == []


def test_a_static_program_may_be_independent_of_its_address(tmp_path):
    program = elf.read(compiled(tmp_path, "-static-pie"))
    assert program.is_static
    assert list(binary.problems(program)) == []


def test_a_program_may_need_what_the_image_has(tmp_path):
    program = elf.read(compiled(tmp_path))
    assert not program.is_static
    assert "libc.so.6" in program.needed
    assert any(version.startswith("GLIBC_2.") for version in program.versions)
    assert list(binary.problems(program)) == []


def test_a_newer_glibc_is_named_with_its_symbols(tmp_path):
    source = "#include <math.h>\nint main(int count, char **_) { return (int)hypot(count, 4); }\n"
    program = compiled(tmp_path, "-fno-builtin", "-lm", source=source)
    if "GLIBC_2.35" not in elf.read(program).versions:
        pytest.skip("this machine's glibc has an older hypot")
    (sentence,) = told(program)
    assert "program needs GLIBC_2.35 (for hypot), and Lambda's image has nothing newer than GLIBC_2.34" in sentence
    assert "-static-executable" in sentence


@pytest.mark.parametrize(
    ("version", "too_new"),
    [
        ("GLIBC_2.2.5", False), ("GLIBC_2.34", False), ("GLIBC_2.35", True), ("GLIBC_3.0", True),
        ("GLIBCXX_3.4", False), ("GLIBCXX_3.4.29", False), ("GLIBCXX_3.4.30", True),
        ("CXXABI_1.3.13", False), ("CXXABI_1.3.14", True), ("GCC_3.0", False), ("GCC_12.0.0", True),
        # Set by linkers for glibc 2.36 and later.
        ("GLIBC_ABI_DT_RELR", True), ("OPENSSL_3.0.0", True),
    ],
)  # fmt: skip
def test_versions_are_compared_as_numbers(version, too_new):
    assert binary.is_too_new(version) == too_new


def test_a_library_that_the_image_lacks_is_named(tmp_path):
    library = compiled(tmp_path, "-shared", "-fPIC", "-Wl,-soname,libswiftCore.so", source="", name="libswiftCore.so")
    (sentence,) = told(compiled(tmp_path, "-Wl,--no-as-needed", library))
    assert "needs libswiftCore.so, which Lambda's image doesn't have" in sentence
    assert "--static-swift-stdlib" in sentence


def test_a_module_is_found_by_its_symbols(tmp_path):
    program = with_symbols(compiled(tmp_path, "-static"), GRDB, LOGGING)
    (sentence,) = told(program)
    assert sentence.startswith("program contains GRDB (1 symbols, such as $s4GRDB8DatabaseCMa).")
    assert "Package.swift" in sentence


@pytest.mark.parametrize("module", binary.MODULES)
def test_every_module_that_is_watched_is_found(tmp_path, module):
    program = with_symbols(compiled(tmp_path, "-static"), f"$s{len(module)}{module}1AVMa")
    (sentence,) = told(program)
    assert f"contains {module} (" in sentence


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("sqlite3_open_v2", "SQLite"), ("icudt76_dat", "ICU"), ("swift_ucal_open", "ICU"), ("uloc_getDefault", "ICU")],
)
def test_a_c_library_is_found_by_its_symbols(tmp_path, symbol, name):
    source = f"int {symbol}(void) {{ return 0; }}\nint main(void) {{ return {symbol}(); }}\n"
    (sentence,) = told(compiled(tmp_path, "-static", source=source))
    assert f"contains {name} (1 symbols, such as {symbol})" in sentence


def test_a_c_library_is_found_where_it_is_loaded(tmp_path):
    library = compiled(tmp_path, "-shared", "-fPIC", "-Wl,-soname,libsqlite3.so.0", source="", name="libsqlite3.so")
    assert any(
        "contains SQLite (it loads libsqlite3.so.0)" in sentence
        for sentence in told(compiled(tmp_path, "-Wl,--no-as-needed", library))
    )


def test_a_stripped_program_can_not_be_judged(tmp_path):
    (sentence,) = told(compiled(tmp_path, "-static", "-s"))
    assert "has no symbols" in sentence and "-Xlinker -s" in sentence


def test_what_is_no_program_is_refused(tmp_path):
    script = tmp_path / "bootstrap"
    script.write_text("#!/bin/sh\n")
    with pytest.raises(elf.NoProgram, match="is not a program for Linux"):
        elf.read(script)


def test_another_processor_is_refused(tmp_path):
    program = compiled(tmp_path, "-static")
    content = bytearray(program.read_bytes())
    # The processor is a number of two bytes at 18; 243 is RISC-V.
    content[18:20] = (243).to_bytes(2, "little")
    program.write_bytes(content)
    with pytest.raises(elf.NoProgram, match="is for RISC-V, which Lambda doesn't have"):
        elf.read(program)


UNREGISTERED = ("-static", "-no-pie", "-Wl,--defsym=__register_frame_info=0", "-Wl,--defsym=__deregister_frame_info=0")


def test_a_slow_start_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(binary, "SMALL_UNWINDING", 1_000)
    (sentence,) = told(compiled(tmp_path, "-static", "-no-pie"))
    assert "unwind tables as it starts" in sentence and "--defsym=__register_frame_info=0" in sentence
    assert told(compiled(tmp_path, *UNREGISTERED, "-Wl,--eh-frame-hdr")) == []
    assert told(compiled(tmp_path, "-static-pie")) == []


def test_a_program_that_aborts_when_a_thread_ends_is_found(tmp_path):
    """Linked with what makes the start fast, but without the index that it then needs."""
    source = "#include <pthread.h>\nint main(void) { pthread_exit(0); }\n"
    program = compiled(tmp_path, *UNREGISTERED, "-Wl,--no-eh-frame-hdr", source=source)
    assert subprocess.run([program], capture_output=True).returncode != 0
    (sentence,) = told(program)
    assert "has no index of its unwind tables" in sentence
    indexed = compiled(tmp_path, *UNREGISTERED, "-Wl,--eh-frame-hdr", source=source)
    assert subprocess.run([indexed], capture_output=True).returncode == 0


def test_strip_leaves_a_program_that_runs(tmp_path):
    program, target = compiled(tmp_path, "-static", "-g"), tmp_path / "bootstrap"
    elf.stripped(program, target)
    assert target.stat().st_size < program.stat().st_size
    assert subprocess.run([target], capture_output=True, text=True).stdout == "hello\n"


def test_the_debug_function_contains_nothing_that_it_does_not_need():
    assert list(binary.linked(built("LambdaFunction"))) == []


def test_the_command_line_contains_what_the_function_must_not():
    found = " ".join(binary.linked(built("relevo")))
    for name in ("ArgumentParser", "Foundation", "GRDB", "ProcessCredentials", "SQLite", "Subprocess", "Yams"):
        assert f"contains {name} (" in found
