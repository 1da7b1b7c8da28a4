"""`make package`: checks the built function, and packs it for Lambda."""

import argparse
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from package import archive, binary, configuration, elf, zones

ROOT = Path(__file__).resolve().parent.parent.parent


def contents(program, zone_files, settings=None):
    """Every file of the zip, by its path, with its mode; `program` is the stripped one."""
    files = {"bootstrap": (program, 0o755)}
    files |= {f"zoneinfo/{name}": (content, 0o644) for name, content in zone_files.items()}
    if settings is not None:
        files["relevo.json"] = (settings, 0o644)
    return files


def unpack(files, folder):
    """Writes the zip's files, instead of an older package's; AWS SAM packs a folder itself."""
    for name in ("bootstrap", "relevo.json"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "zoneinfo", ignore_errors=True)
    for name, (content, mode) in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)


def stripped(path):
    """The program's bytes without symbols."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "bootstrap")
        elf.stripped(path, target)
        return target.read_bytes()


def packed(options):
    """Checks and writes everything; the lines to print. Throws `SystemExit` with all problems."""
    program = elf.read(options.program)
    if problems := list(binary.problems(program)):
        raise SystemExit("\n".join(problems))
    zone_files = zones.files(options.zones)
    settings = _read_settings(options, zone_files)
    files = contents(stripped(options.program), zone_files, settings)
    zipped = archive.packed(files)
    target = options.folder / f"relevo-lambda-{program.architecture}.zip"
    lines = [
        f"bootstrap  {_mb(files['bootstrap'][0])}, {program.architecture}, {_loading(program)}",
        f"zoneinfo   {_zones(zone_files, options.zones, len(zipped) - len(_without_zones(files)))}",
        f"settings   {_settings(settings)}",
        f"zip        {_mb(zipped)}, SHA-256 {hashlib.sha256(zipped).hexdigest()}",
        f"in         {target}",
    ]
    if problems := list(archive.problems(files, zipped)):
        raise SystemExit("\n".join([*lines[:-1], *problems]))
    options.folder.mkdir(parents=True, exist_ok=True)
    target.write_bytes(zipped)
    if options.unpacked:
        unpack(files, options.unpacked)
        lines.append(f"unpacked   {options.unpacked} (for Deploy/sam)")
    return lines + [f"remark     {text}" for text in (configuration.remarks(settings) if settings else ())]


def _read_settings(options, zone_files):
    """The bytes of relevo.json, or None; its zone must be among the packed ones."""
    if options.json:
        path, settings = options.json, options.json.read_bytes()
    elif options.configuration:
        path, settings = options.configuration, configuration.read(options.relevo, options.configuration)
    else:
        return None
    configuration.check(settings, path)
    zone = configuration.zone(settings)
    if zone not in ("UTC", "Etc/UTC", *zone_files):
        raise configuration.Refused(f"{path}: {options.zones} has no zone file for {zone}. Install tzdata.")
    return settings


def _without_zones(files):
    return archive.packed({name: file for name, file in files.items() if not name.startswith("zoneinfo/")})


def _mb(content):
    return f"{len(content) / 1e6:.1f} MB"


def _loading(program):
    if program.is_static:
        return "static: needs nothing of Lambda's image"
    return f"needs {', '.join([*program.needed, *binary.newest_needed(program)])}"


def _zones(zone_files, folder, packed_size):
    version = zones.version(folder)
    return f"{len(zone_files)} zones{f' of tzdata {version}' if version else ''}, {packed_size / 1e6:.1f} MB of the zip"


def _settings(settings):
    if settings is None:
        return "none: RELEVO_CONFIG must name an SSM parameter (`relevo config show --format json --reveal`)"
    return f"relevo.json, {len(settings):,} bytes: {configuration.room(len(settings))}"


def main():
    parser = argparse.ArgumentParser(prog="package", description=__doc__)
    parser.add_argument("program", type=Path, help="the built LambdaFunction, with its symbols")
    parser.add_argument("folder", type=Path, help="where the zip goes")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--configuration", type=Path, help="the configuration to put in, as relevo.json")
    wanted.add_argument("--json", type=Path, help="the same, as `relevo config show --format json --reveal` wrote it")
    parser.add_argument("--relevo", type=Path, default=ROOT / ".build/debug/relevo", help="the built command line")
    parser.add_argument("--unpacked", type=Path, help="a folder that gets the zip's files too")
    parser.add_argument("--zones", type=Path, default=zones.SYSTEM, help="the folder with the zone files")
    try:
        print("\n".join(packed(parser.parse_args())))
    except (configuration.Refused, elf.NoProgram) as refusal:
        sys.exit(str(refusal))
    except FileNotFoundError as missing:
        sys.exit(f"There is no {missing.filename}. The package needs the built programs and binutils (readelf, nm, strip).")


if __name__ == "__main__":
    main()
