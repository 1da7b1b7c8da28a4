"""Makes the README's pictures from a real run: `PYTHONPATH=dev .venv/bin/python -m demonstration.pictures`.

Needs chromium with fonts (apt-get install chromium fonts-noto-core fonts-noto-color-emoji).
"""

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from demonstration.stage import ROOT, Stage, build

IMAGES = ROOT / "Docs" / "images"
# A day on which notices go out and keys are deactivated; and whose notice to show, on the day it first comes.
RUN_DAY = 5
NOTICE_DAY, PERSON = 6, "Ana Ruiz"
COLUMNS, ROWS = 132, 60

_STYLES = {
    "1": "font-weight:700", "2": "color:#8b949e", "31": "color:#ff7b72", "32": "color:#7ee787", "33": "color:#e3b341",
    "34": "color:#79c0ff", "35": "color:#d2a8ff", "36": "color:#76e3ea", "90": "color:#8b949e",
}  # fmt: skip
_PAGE = """<!doctype html><meta charset="utf-8"><title></title><style>
body {{ margin: 0; background: #0d1117; display: inline-block }}
pre {{ margin: 0; padding: 18px 22px; color: #e6edf3; font: 13px/1.45 "DejaVu Sans Mono", "Noto Sans Mono", monospace }}
b {{ color: #7ee787; font-weight: 400 }}
</style><pre><b>$</b> {command}\n{text}</pre>"""


def in_a_terminal(command, folder, environment):
    """What a person sees who runs this in a terminal of the picture's size."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execve(command[0], command, {**environment, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)})
    subprocess.run(["stty", "cols", str(COLUMNS), "rows", str(ROWS)], stdin=terminal, check=True)
    seen = bytearray()
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.waitpid(pid, 0)
    return seen.decode(errors="replace")


def as_html(text):
    """Lines with their colours; progress that was drawn over is gone, as it is on the screen."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        shown = re.split(r"\r|\033\[2K|\033\[K", line)[-1]
        lines.append(_styled(shown))
    return "\n".join(lines).strip("\n")


def _styled(line):
    out, is_open = [], False
    for part in re.split(r"(\033\[[0-9;]*m)", line):
        if not part.startswith("\033["):
            out.append(html.escape(re.sub(r"\033\[[0-9;?]*[A-Za-z]", "", part)))
            continue
        if is_open:
            out.append("</span>")
        styles = ";".join(_STYLES[code] for code in part[2:-1].split(";") if code in _STYLES)
        is_open = bool(styles)
        if is_open:
            out.append(f'<span style="{styles}">')
    return "".join(out) + ("</span>" if is_open else "")


def photograph(page, picture, width, scratch):
    """A page as a PNG at one and a half times the size, as high as what is on it."""
    chromium = shutil.which("chromium") or sys.exit("chromium is needed: apt-get install chromium")
    file = Path(scratch) / "page.html"
    file.write_text(page + "<script>document.title = document.documentElement.scrollHeight</script>", encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               f"--user-data-dir={scratch}/chromium"]  # fmt: skip

    def run(height, *wish):
        asked = [*command, f"--window-size={width},{height}", *wish, file.as_uri()]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout

    height = re.search(r"<title>(\d+)</title>", run(100, "--dump-dom")).group(1)
    run(height, "--force-device-scale-factor=1.5", f"--screenshot={picture}")


def main():
    programs = build("relevo"), build("local-slack")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, Stage(ROOT / ".build" / "pictures", *programs) as stage:
        for number in range(NOTICE_DAY + 1):
            now, _ = stage.dawn(number)
            if number == RUN_DAY:
                command = [str(programs[0]), "run", "--on", now]
                seen = as_html(in_a_terminal(command, stage.folder, stage.watchman.environment))
                page = _PAGE.format(command=f"relevo run --on {now[:10]}", text=seen)
                photograph(page, IMAGES / "run.png", COLUMNS * 8 + 20, scratch)
            else:
                stage.watchman.run(now)
        person = next(user["id"] for user in stage.seed["users"] if user["realName"] == PERSON)
        notice = next(message for message in stage.messages() if message["user"] == person)
        page = stage.page(notice["channel"], notice["ts"])
        photograph(page, IMAGES / "notice.png", 760, scratch)
    print(f"{IMAGES.relative_to(ROOT)}/notice.png and run.png are new; look at them.")


if __name__ == "__main__":
    main()
