"""Runs one process and says what it took: from the kernel its memory and processor time, from the proxy its calls."""

import os
import subprocess
import sys
import time
from pathlib import Path

from demonstration.servers import ask

from compare import figures

# ru_maxrss is in kilobytes on Linux, in bytes on macOS.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def processor_seconds(pid):
    """What a running process has used so far; None where the system doesn't tell it in /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine_seconds():
    """What all processors together have worked so far, waiting and idling left out; None where /proc doesn't tell."""
    try:
        _, user, nice, system, _, _, *interrupts = Path("/proc/stat").read_text().split("\n")[0].split()
    except (OSError, ValueError):
        return None
    # irq, softirq and steal; time for guests is in user already.
    return sum(map(int, (user, nice, system, *interrupts[:3]))) / os.sysconf("SC_CLK_TCK")


def measured(name, accounts, command, estate, output):
    """The figures of one process that must end with 0; what it prints goes to the file `output`."""
    ask(f"{estate.proxy.url}/proxy/counts?reset=1")
    before = _worked(estate)
    begun = time.monotonic()
    complaints = output.with_suffix(".err")
    with output.open("wb") as out, complaints.open("wb") as err:
        process = subprocess.Popen(
            command, cwd=estate.folder, env=estate.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - begun
    worked = _worked(estate)
    if process.returncode:
        said = complaints.read_text(errors="replace").strip()[-2000:]
        raise SystemExit(f"{name} ended with status {process.returncode}: {said}")
    told = ask(f"{estate.proxy.url}/proxy/counts?reset=1")
    failed = {status: count for status, count in told["statuses"].items() if not status.startswith("2")}
    if failed:
        print(f"  {name}: AWS refused some calls: {failed}", file=sys.stderr)
    aws, proxy, machine = (None if None in (one, two) else two - one for one, two in zip(before, worked))
    own = used.ru_utime + used.ru_stime
    others = None if None in (aws, proxy, machine) else max(0.0, machine - aws - proxy - own) / (took * os.cpu_count())
    return figures.Figures(
        name=name,
        accounts=accounts,
        calls=figures.calls_by_action(told["counts"]),
        seconds=took,
        processor=own,
        peak_bytes=used.ru_maxrss * PEAK_UNIT,
        in_flight=told["peak"],
        aws=aws,
        proxy=proxy,
        upstream=told["seconds"]["upstream"],
        others=others,
    )


def _worked(estate):
    return [processor_seconds(estate.aws.pid), processor_seconds(estate.proxy.pid), machine_seconds()]
