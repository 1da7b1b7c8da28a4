"""What the demo plays on: the built programs, both servers, a configuration and the watchman, in an empty folder."""

import shutil
import subprocess
from pathlib import Path

from demonstration import configuration, servers, stories
from demonstration.paint import paint
from demonstration.watchman import Watchman

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_DAY = "2026-01-01"


def build(product):
    """Builds one program and says where it is; SwiftPM builds one thing at a time."""
    print(paint(f"Building {product} …", "dim"), flush=True)
    # Only its complaints are of interest, so what it prints is shown when it fails.
    command = ["swift", "build", "--product", product]
    ended = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if ended.returncode:
        print(ended.stdout)
        raise SystemExit(f"{product} could not be built.")
    where = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(where.stdout.strip()) / product


class Stage:
    """Both servers up for the length of a `with`, or longer if told to `keep` them."""

    # More variables for the local Slack.
    slack_environment = None

    def __init__(self, folder, relevo, local_slack, story=stories.COMPANY):
        self.folder = folder
        self.story = story
        self.keep = False
        self._relevo = relevo
        self._local_slack = local_slack
        self._up = []

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self.aws, self.manifest = servers.local_aws(ROOT, self.folder, FIRST_DAY, self.story.cast)
            self._up.append(self.aws)
            newcomers = list(self.story.newcomers(self.manifest))
            servers.ask(f"{self.aws.url}/estate/users", {"users": newcomers})
            # The seed names the workspace by its id; the page shows a name.
            team = self.manifest["slack"]["team"]
            people = [*self.manifest["slack"]["users"], *self._people(newcomers)]
            self.seed = {**self.manifest["slack"], "users": people, "team": "Example", "teamId": team, "app": "Relevo"}
            self.slack = servers.local_slack(self._local_slack, self.folder, configuration.TOKEN, self.seed, self.slack_environment)  # fmt: skip
            self._up.append(self.slack)
        except BaseException:
            self._end()
            raise
        self._configure("notify" if self.story.enforced_from else "enforce")
        environment = configuration.environment(self.manifest, self.aws.url, self.folder)
        self.watchman = Watchman(self._relevo, self.folder, environment)
        return self

    def _people(self, newcomers):
        """Who answers for the newcomers, as Slack knows them."""
        return map(stories.slack_user, newcomers)

    def __exit__(self, kind, error, trace):
        if kind is not None or not self.keep:
            self._end()

    def _configure(self, mode):
        configuration.write(self.folder / "relevo.yaml", self.manifest, self.slack.url, mode)

    def _end(self):
        for server in reversed(self._up):
            server.end()

    @property
    def channels(self):
        """Names of channels by id, the security channel's also under the word that stands for it."""
        names = {channel["id"]: f"#{channel['name']}" for channel in self.seed["channels"]}
        return {**names, "security": names[self.manifest["securityChannel"]]}

    def dawn(self, number):
        """Lets a day of the story begin for AWS and Slack: its instant, and what people did."""
        today = servers.ask(f"{self.aws.url}/estate/day", {"day": number})
        self.last_day = today["now"]
        servers.ask(f"{self.slack.url}/control/clock", {"now": today["now"]})
        if 0 < number == self.story.enforced_from:
            self._configure("enforce")
            today["happened"].append("relevo.yaml says `mode: enforce` from today on.")
        return today["now"], today["happened"]

    def estate(self):
        return servers.ask(f"{self.aws.url}/estate/state")

    def aws_log(self):
        return servers.ask(f"{self.aws.url}/estate/log")["log"]

    def messages(self):
        return servers.ask(f"{self.slack.url}/control/messages")["messages"]

    def page(self, channel, ts):
        """One message as a person sees it: HTML."""
        return servers.fetch(f"{self.slack.url}/?channel={channel}&message={ts}")
