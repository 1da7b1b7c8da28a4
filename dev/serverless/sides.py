"""The two sides of a story, the command line with SQLite and the deployed function, day by day on copies of one estate."""

import json
from collections import Counter

from demonstration import ledger, servers, verdict
from demonstration.people import Day
from demonstration.stage import Stage
from demonstration.watchman import Watchman
from serverless import configuration, ladder, seen
from serverless.cloud import Cloud

# These ask for the document of the last run, which only the command line prints.
NEED_A_DOCUMENT = (verdict.nobody_forgotten, verdict.summary_counts_are_true)


class LadderStage(Stage):
    """The command line's side: the demo's stage, with the ladder's own people in Slack, and events of its own."""

    def _people(self, newcomers):
        if self.story is ladder.LADDER:
            return ladder.people_in_slack()
        return super()._people(newcomers)


class Sides:
    """Both sides, for the length of a `with`. `faster`: variables that make timers fast (`faults.preload`)."""

    def __init__(self, folder, programs, story=ladder.LADDER, faster=None, **cloud):
        self._faster = faster
        self.folder, self.story = folder, story
        self._relevo, self._local_slack, self._bootstrap = programs
        self._more = cloud
        self.documents, self.states = [], {}
        # The deployed function's exit status of each day, None where its execution has none.
        self.statuses = []

    def __enter__(self):
        stage = LadderStage(self.folder / "command-line", self._relevo, self._local_slack, self.story)
        stage.slack_environment = self._faster
        self.stage = stage.__enter__()
        self.stage.watchman.environment |= self._faster or {}
        try:
            beside = self._bootstrap, self.stage, self._local_slack
            self.cloud = Cloud.beside(
                self.folder / "serverless", *beside, self._faster, **self._more).__enter__()  # fmt: skip
        except BaseException:
            self.stage.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *error):
        try:
            self.cloud.__exit__(*error)
        finally:
            self.stage.__exit__(*error)

    def day(self, number):
        """Lets a day begin on both sides, and each have its run; sentences about a run that failed or ended otherwise."""
        now, happened = self.stage.dawn(number)
        self.cloud.dawn(number)
        for what, path, body in self._events(number):
            happened.append(what)
            servers.ask(f"{self.stage.aws.url}/estate/{path}", body)
            self.cloud.tell(path, **body)
        document, said, status = self.stage.watchman.run(now)
        self.documents.append(document)
        self.cloud.invocations(reset=True)
        cloud_state = self.cloud.estate()
        execution = self.cloud.run()
        self.statuses.append(json.loads(execution.get("output") or "{}").get("exitStatus"))
        starts = [each["answer"] for each in self.cloud.invocations("start") if each["answer"]]
        run = starts[-1]["run"] if starts else None
        manifest = self.stage.manifest
        self.states[run] = Day(cloud_state, self.stage.seed, manifest["teams"], manifest["protected"])
        wrong = []
        if document is None:
            wrong.append(f"Day {number}: relevo run ended with {status}: {said}")
        if execution["status"] != "SUCCEEDED":
            wrong.append(f"Day {number}: {self.cloud.explained(execution)}")
        if self.statuses[-1] != status:
            wrong.append(f"Day {number}: the function's exit status is {self.statuses[-1]}, the command line's {status}.")
        return now, happened, wrong

    def _events(self, number):
        return ladder.events(number, self.stage.estate()) if self.story is ladder.LADDER else ()

    def differences(self):
        """Sentences about what one side did and the other did not, by what AWS and Slack saw."""
        ours = seen.deactivations(self.cloud.aws_log())
        theirs = seen.deactivations(self.stage.aws_log())
        yield from seen.differences(ours, theirs, "deactivated")
        runs = [document["runId"] for document in self.documents if document]
        ours = seen.notes(self.cloud.messages(), [run for run in self.states if run])
        yield from seen.differences(ours, seen.notes(self.stage.messages(), runs), "told")

    def verdicts(self):
        """Sentences about the serverless side's ledger that AWS and Slack don't confirm: the demo's own checks."""
        evidence = verdict.Evidence(
            events=ledger.read(self.watchman().history()), aws_log=self.cloud.aws_log(), messages=self.cloud.messages(),
            channel=self.stage.manifest["securityChannel"], days=self.states, state=self.cloud.estate(),
            statuses=self.statuses,
        )  # fmt: skip
        for check in self.story.checks.values():
            if check not in NEED_A_DOCUMENT:
                yield from check(evidence)
        sound, words = self.watchman().verify()
        if not sound:
            yield words

    def watchman(self):
        """The command line over the ledger that the function uses."""
        document = configuration.for_command_line(self.cloud.common, f"dynamodb:{self.cloud.deployment.table}")
        configuration.write(self.cloud.folder / "relevo.yaml", document)
        environment = {**self.stage.watchman.environment, "AWS_ENDPOINT_URL": self.cloud.aws, "HOME": str(self.cloud.folder),
                       "AWS_ACCESS_KEY_ID": self.cloud.clients.key,
                       "AWS_SECRET_ACCESS_KEY": self.cloud.clients.secret,
                       "SLACK_BOT_TOKEN": configuration.TOKEN}  # fmt: skip
        return Watchman(self._relevo, self.cloud.folder, environment)

    def told(self):
        """How many notices and deactivations there were, by Slack and AWS: a comparison of nothing shows nothing."""
        places = Counter(day for day, *_ in seen.notes(self.cloud.messages()))
        return sum(places.values()), sum(seen.deactivations(self.cloud.aws_log()).values())
