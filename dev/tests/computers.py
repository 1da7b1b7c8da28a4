"""Computers to paste the lines on: a home, an AWS CLI that remembers its arguments, and a shell."""

import configparser
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
SHELLS = {"bash": ["bash", "--norc", "--noprofile"], "zsh": ["zsh", "-f"], "dash": ["dash"]}
PROGRAMS = ("awk", "grep", "wc")

# Every program that the lines start is one of these, so that all arguments are known.
WRAPPER = """#!/bin/sh
printf '%s\\n' "$0" "$@" >>"$COMPUTER/arguments"
"""
AWS = """
[ -e "$COMPUTER/behaviour" ] && . "$COMPUTER/behaviour"
case "$*" in
*create-access-key*) "$CLI" "$@" >"$COMPUTER/created"; status=$?; cat "$COMPUTER/created"; exit $status;;
esac
exec "$CLI" "$@"
"""
# Waiting takes no time: it is only added up.
SLEEP = 'read -r waited <"$COMPUTER/waited"; echo $((waited + $1)) >"$COMPUTER/waited"\n'


class Computer:
    def __init__(self, home, endpoint, cli):
        self.home, self.env = home, {}
        self.bin = home / "bin"
        (home / ".aws").mkdir(parents=True)
        self.bin.mkdir()
        (home / "waited").write_text("0\n")
        (home / "arguments").touch()
        for name in PROGRAMS:
            self.program(name, f'exec {shutil.which(name)} "$@"\n')
        self.program("aws", f"PATH={os.environ['PATH']}\n{AWS}")
        self.program("sleep", SLEEP)
        self.env = {
            "PATH": str(self.bin), "HOME": str(home), "COMPUTER": str(home), "CLI": str(cli), "TERM": "dumb",
            "AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1", "HISTFILE": str(home / "history"), "LC_ALL": "C.UTF-8",
        }  # fmt: skip

    def program(self, name, body):
        path = self.bin / name
        path.write_text(WRAPPER + body)
        path.chmod(0o755)

    def behave(self, lines):
        """What the AWS CLI does first; shell, with its arguments."""
        (self.home / "behaviour").write_text(lines)

    @property
    def credentials(self):
        return self.home / ".aws/credentials"

    @property
    def config(self):
        return self.home / ".aws/config"

    def profile(self, name, key, secret, file=None):
        path = file or self.credentials
        with path.open("a") as opened:
            opened.write(f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key={secret}\n\n")
        path.chmod(0o600)

    def profiles(self, file=None):
        """Profile to key id, as the file says."""
        parser = configparser.RawConfigParser()
        parser.read(file or self.credentials)
        return {name: parser[name].get("aws_access_key_id") for name in parser.sections()}

    def files(self):
        return {path: path.read_bytes() for path in (self.credentials, self.config) if path.exists()}

    def created(self):
        """Id and secret of the key that AWS created, if any."""
        path = self.home / "created"
        return path.read_text().split() if path.exists() else []

    def waited(self):
        return int((self.home / "waited").read_text())

    def run(self, text, shell="bash", prefix=()):
        """The lines as a script: what they print, and errors apart."""
        # The shell itself is not one of the computer's programs.
        program, *options = SHELLS[shell]
        return subprocess.run(
            [*prefix, shutil.which(program), *options, "-c", text], env=self.env, capture_output=True, text=True,
            timeout=120, cwd=self.home,
        )  # fmt: skip

    def history(self):
        """What the shell has kept of what was typed; a terminal's, once it is closed."""
        path = self.home / "history"
        # zsh writes letters beyond ASCII in a way of its own.
        return path.read_text(errors="replace") if path.exists() else ""

    def left(self):
        """Everything that arguments and the history of the shell have kept."""
        return (self.home / "arguments").read_text() + self.history()


class Terminal:
    """An interactive shell on a terminal, as a person has it."""

    def __init__(self, computer, shell):
        program, *options = SHELLS[shell]
        environment = {**computer.env, "PS1": "ready> ", "PS2": "", "PROMPT": "ready> ", "PROMPT2": ""}
        self.shown, self.start = "", 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(computer.home)
            # In a run in the background it is ignored, and on a person's terminal it isn't.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(shutil.which(program), [program, *options, "-i"], environment)
        self.until(r"ready> ")
        # Without its files, zsh writes no history when it ends.
        self.answer('HISTSIZE=100 SAVEHIST=100; [ -z "$ZSH_VERSION" ] || setopt rcs')

    def until(self, pattern, seconds=60):
        """Reads until the screen has the pattern, after the latest paste began."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown[self.start :]):
            assert time.monotonic() < end, f"no {pattern!r} in:\n{self.shown[self.start:]}"
            if select.select([self.fd], [], [], 0.2)[0]:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
        return self.shown[self.start :]

    def paste(self, text):
        self.start = len(self.shown)
        for line in text.rstrip("\n").split("\n"):
            os.write(self.fd, line.encode() + b"\r")
            # A terminal's queue is short, and what doesn't fit is lost.
            while select.select([self.fd], [], [], 0.05)[0]:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")

    def answer(self, text):
        """What the shell prints for one more line, with the line itself."""
        self.paste(f"{text}; echo over-$((6 * 7))")
        return self.until("over-42")

    def interrupt(self):
        os.write(self.fd, b"\x03")

    def close(self):
        if self.pid is None:
            return
        os.write(self.fd, b"exit\r")
        end = time.monotonic() + 10
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                break
            # What is left must be read, or the shell waits for it.
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    os.read(self.fd, 65536)
                except OSError:
                    time.sleep(0.05)
        os.close(self.fd)
        self.pid = None
