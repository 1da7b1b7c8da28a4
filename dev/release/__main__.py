"""`make release`: packs a built program, and reports its size and how fast it starts."""

import argparse
import hashlib
import json
import platform
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from release import archive, sbom

ROOT = Path(__file__).resolve().parent.parent.parent


def output(*words):
    return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def linked(program):
    """The shared libraries that the program needs, and whether its symbols are stripped."""
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", str(program)))
    return needed, ".symtab" not in output("readelf", "-SW", str(program))


def contents(program, folder, date):
    """Every file of the archive, by its path, with its mode."""
    help_tree = output(str(program), "--experimental-dump-help")
    manual = subprocess.run(
        [sys.executable, ROOT / "dev/manual", date], input=help_tree, check=True, capture_output=True, text=True
    ).stdout
    files = {
        f"{folder}/relevo": (program.read_bytes(), 0o755),
        f"{folder}/share/man/man1/relevo.1": (manual.encode(), 0o644),
        f"{folder}/LICENSE": ((ROOT / "LICENSE").read_bytes(), 0o644),
        f"{folder}/CHANGELOG.md": ((ROOT / "CHANGELOG.md").read_bytes(), 0o644),
    }
    for shell, path in {
        "bash": "bash-completion/completions/relevo",
        "zsh": "zsh/site-functions/_relevo",
        "fish": "fish/vendor_completions.d/relevo.fish",
    }.items():
        script = output(str(program), "--generate-completion-script", shell)
        files[f"{folder}/share/{path}"] = (script.encode(), 0o644)
    for path in sorted((ROOT / "Deploy").rglob("*")):
        if path.is_file() and path.parent.name != "container":
            files[f"{folder}/{path.relative_to(ROOT)}"] = (path.read_bytes(), 0o644)
    return files


def start_time(program):
    """The median of twenty starts, in milliseconds."""
    times = []
    for _ in range(20):
        before = time.perf_counter()
        output(str(program), "--version")
        times.append((time.perf_counter() - before) * 1_000)
    return median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path, help="where the release goes")
    options = parser.parse_args()
    program = options.program.resolve()

    needed, is_stripped = linked(program)
    if swift := [name for name in needed if "swift" in name or "Foundation" in name]:
        sys.exit(f"{program} needs {', '.join(swift)}: build it with --static-swift-stdlib.")
    if not is_stripped:
        sys.exit(f"{program} has its symbols: build it with -Xlinker -s.")
    resolved = ROOT / "Package.resolved"
    if not resolved.exists():
        sys.exit("There is no Package.resolved: run `swift package resolve`.")

    version = output(str(program), "--version").strip()
    committed = int(output("git", "log", "-1", "--format=%ct"))
    date = time.strftime("%Y-%m-%d", time.gmtime(committed))
    swift = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    name = f"relevo-{version}-{platform.system().lower()}-{platform.machine()}"
    release = {
        f"{name}.tar.gz": archive.packed(contents(program, name, date), committed),
        f"{name}.cdx.json": sbom.bill(json.loads(resolved.read_text()), version, swift, committed).encode(),
    }
    options.folder.mkdir(parents=True, exist_ok=True)
    sums = "".join(f"{hashlib.sha256(release[one]).hexdigest()}  {one}\n" for one in sorted(release))
    for path, content in {**release, "SHA256SUMS": sums.encode()}.items():
        (options.folder / path).write_bytes(content)

    print(sums, end="")
    print(f"program    {program.stat().st_size / 1e6:.1f} MB, needs {', '.join(needed)}")
    print(f"archive    {len(release[f'{name}.tar.gz']) / 1e6:.1f} MB")
    print(f"start      {start_time(program):.0f} ms (median of 20 × relevo --version)")
    print(f"in         {options.folder}")


if __name__ == "__main__":
    main()
