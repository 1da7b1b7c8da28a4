"""A seat of the bench: two gates and a Slack that stay, and the world that is on it now, to be kept and resumed."""

import itertools
import json
import os
import shutil
import signal
import subprocess
from collections import namedtuple
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from demonstration.servers import ask
from faults import preload
from faults.faults import Quiet

TOKEN = "xoxb-local-faults"
CHANNEL = "C0SECURITY"
# Seconds: a killed run's lease is over after a minute, so that is how much later the next run comes.
AFTER_A_KILL = 62

Ended = namedtuple("Ended", "status out err seconds")
# What to go back to: an AWS that nobody touches any more, what Slack holds, a copy of the folder, extra
# settings, and what a scene remembers.
Kept = namedtuple("Kept", "aws slack folder settings story now")


def iso(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


class World:
    """What stands on one seat: an AWS of its own, and a folder with a configuration and a ledger."""

    def __init__(self, home, programs, slack, gates, manifest):
        self.home = home
        self.slack = slack
        self.aws_gate, self.slack_gate = gates
        self.manifest = manifest
        self.later = 0
        self.programs = programs
        self._aws, self._pid = None, None
        self._numbers = itertools.count(1)
        self.folder = None

    def resume(self, kept):
        """Puts a copy of a kept world on this seat, as if nothing had happened here before."""
        self.leave()
        self._stand_on(ask(f"{kept.aws}/estate/fork", {}))
        ask(f"{self.slack.url}/control/state", kept.slack)
        self.folder = self.home / f"world-{next(self._numbers)}"
        if kept.folder:
            shutil.copytree(kept.folder, self.folder)
        else:
            self.folder.mkdir(parents=True)
        self.settings, self.story, self.now = kept.settings, dict(kept.story), kept.now
        self.later = 0
        self.slack_gate.aim(self.slack.url)
        self.configure()

    @property
    def aws_url(self):
        """This world's AWS, past the gate."""
        return self._aws

    def keep(self):
        """This world as it is; what happens here afterwards happens to a copy."""
        kept_aws = self._aws
        self._stand_on(ask(f"{self._aws}/estate/fork", {}))
        folder = self.home / f"kept-{next(self._numbers)}"
        shutil.copytree(self.folder, folder)
        return Kept(kept_aws, ask(f"{self.slack.url}/control/state"), folder, self.settings, dict(self.story), self.now)

    def leave(self):
        """Ends the AWS of the world that is here, and forgets its folder."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGTERM)
            self._pid = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None

    def _stand_on(self, copy):
        self._aws, self._pid = f"http://127.0.0.1:{copy['port']}", copy["pid"]
        self.aws_gate.aim(self._aws)

    def configure(self):
        """Writes the configuration of the command line."""
        more = "\n".join(f"  {name}: {value}" for name, value in self.settings.items())
        ledger = f"ledger: {self.story['ledger']}\n" if "ledger" in self.story else ""
        (self.folder / "relevo.yaml").write_text(
            f"""\
accounts:
  organization: true
  external-id: {self.manifest["externalId"]}
mode: enforce
policy:
  max-percent: 100
{more}
slack:
  token: env:SLACK_BOT_TOKEN
  channel: {CHANNEL}
  api-url: {self.slack_gate.url}/api/
teams: {{payments: C0PAYMENTS}}
{ledger}"""
        )

    # What people and time do, behind the gates.

    def turn(self, instant):
        """AWS and Slack at an instant of the story."""
        self.now = instant
        self.change("clock", {"now": iso(instant)})
        ask(f"{self.slack.url}/control/clock", {"now": iso(instant)})

    def change(self, path, body):
        return ask(f"{self._aws}/estate/{path}", body)

    def read(self, path):
        return ask(f"{self._aws}/estate/{path}")

    def wall(self):
        """The instant that the next `relevo` takes for now."""
        return datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=self.later)

    def state(self):
        return ask(f"{self._aws}/estate/state")

    def log(self):
        return ask(f"{self._aws}/estate/log")["log"]

    def messages(self):
        return ask(f"{self.slack.url}/control/messages")["messages"]

    # What Relevo does, between the gates.

    def run(self, instant, *arguments, **trouble):
        """`relevo run` on an instant of the story."""
        self.turn(instant)
        return self.relevo("run", "--on", iso(instant), "--format", "json", *arguments, **trouble)

    def relevo(self, *arguments, plan=None, shim=True, **told):
        """The real program, to its end or to the moment the plan, or the shim, ends it."""
        environment = self._environment()
        if shim:
            environment |= preload.environment(self.programs.shim, self.later, **told)
        started = datetime.now()
        with subprocess.Popen(
            [str(self.programs.relevo), *arguments],
            cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        ) as process:  # fmt: skip
            for gate in (self.aws_gate, self.slack_gate):
                gate.begin(plan or Quiet(), process.kill)
            try:
                out, err = process.communicate(timeout=300)
            except subprocess.TimeoutExpired:
                process.kill()
                out, err = process.communicate()
                err += "\nended by the bench after five minutes"
        if process.returncode == -signal.SIGKILL:
            self.later += AFTER_A_KILL
        return Ended(process.returncode, out, err.strip(), (datetime.now() - started).total_seconds())

    def verify(self):
        """What `relevo history --verify` finds wrong, or None."""
        ended = self.relevo("history", "--verify")
        return None if ended.status == 0 else (ended.out + ended.err).strip()

    def _environment(self):
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": self.manifest["hub"]["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": self.manifest["hub"]["secretAccessKey"],
            "AWS_REGION": self.manifest["region"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.aws_gate.url,
            "SLACK_BOT_TOKEN": TOKEN,
        }


def document(ended):
    """The JSON that a run printed, or None."""
    try:
        return json.loads(ended.out)
    except ValueError:
        return None
