"""The serverless side of a story: an AWS with the deployed function, a Slack of its own, and a run a day."""

import json
import os
import shutil
import signal
from contextlib import suppress

from demonstration import servers
from serverless import configuration, deployment, package


class Cloud:
    """One deployed Relevo, for the length of a `with`. `deploy`: clients, account, zip, configuration → a Deployment."""

    def __init__(self, folder, bootstrap, local_slack, manifest, slack_seed, aws_url, deploy=deployment.deploy, policy=None):
        self.folder = folder
        self.manifest = manifest
        self.aws = aws_url
        self._bootstrap, self._local_slack, self._seed = bootstrap, local_slack, slack_seed
        self._deploy, self._policy = deploy, policy
        self._pid = self._faster = None
        self.slack = self.admin = None

    @classmethod
    def beside(cls, folder, bootstrap, stage, local_slack, faster=None, **more):
        """On a copy of the AWS that the command line's side has, with the same people in Slack."""
        # Whoever deploys is a user with a key, which both sides shall see.
        admin = administrator(stage.aws.url, stage.manifest)
        copy = servers.ask(f"{stage.aws.url}/estate/fork", {})
        cloud = cls(folder, bootstrap, local_slack, stage.manifest, stage.seed, f"http://127.0.0.1:{copy['port']}", **more)
        cloud._pid, cloud.admin, cloud._faster = copy["pid"], admin, faster
        return cloud

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self.slack = servers.local_slack(self._local_slack, self.folder, configuration.TOKEN, self._seed, self._faster)
            self.admin = self.admin or administrator(self.aws, self.manifest)
            self.clients = deployment.Clients(self.aws, *self.admin)
            self.common = configuration.tree(self.manifest, self.slack.url, policy=self._policy)
            zipped = package.build(self._bootstrap, self.folder / "relevo.zip")
            document = configuration.for_function(self.common)
            self.deployment = self._deploy(self.clients, self.manifest["hub"]["accountId"], zipped, document)
        except BaseException:
            self._end()
            raise
        self.tell("step-functions", retryScale=0.02)
        if self._faster:
            self.tell("lambda", variables=self._faster)
        return self

    def __exit__(self, kind, error, trace):
        self._end()

    def _end(self):
        if self.slack:
            self.slack.end()
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGTERM)

    # What people and time do.

    def tell(self, path, **body):
        """A control call of the local AWS."""
        return servers.ask(f"{self.aws}/estate/{path}", body)

    def dawn(self, number):
        """Lets a day of the story begin for AWS and Slack."""
        today = self.tell("day", day=number)
        servers.ask(f"{self.slack.url}/control/clock", {"now": today["now"]})
        return today["now"], today["happened"]

    def turn(self, instant):
        """AWS and Slack at an instant."""
        self.tell("clock", now=instant)
        servers.ask(f"{self.slack.url}/control/clock", {"now": instant})

    def configure(self, **more):
        """Changes keys of the configuration at its top; from the next run on."""
        self.common = {**self.common, **more}
        deployment.store_configuration(self.clients, configuration.for_function(self.common))

    # What the deployed function does.

    def start(self, name=None):
        return deployment.start(self.clients, self.deployment, name)

    def wait(self, execution):
        return deployment.wait(self.clients, execution)

    def run(self):
        """One execution, over: as `DescribeExecution` tells it."""
        return self.wait(self.start())

    def invoke(self, event, kind="RequestResponse"):
        """(what the function answered, the kind of error or None)."""
        got = self.clients.lambda_.invoke(
            FunctionName=self.deployment.function, InvocationType=kind, Payload=json.dumps(event))  # fmt: skip
        content = got["Payload"].read()
        return json.loads(content) if content else None, got.get("FunctionError")

    # What was seen.

    def invocations(self, stage=None, reset=False):
        """What the function was asked, of this stage or all."""
        found = servers.ask(f"{self.aws}/estate/lambda{'?reset=1' if reset else ''}")["invocations"]
        return [each for each in found if stage is None or stage in (each["event"] or {})]

    def estate(self):
        return servers.ask(f"{self.aws}/estate/state")

    def aws_log(self):
        return servers.ask(f"{self.aws}/estate/log")["log"]

    def refused(self):
        return servers.ask(f"{self.aws}/estate/refused")["refused"]

    def messages(self):
        return servers.ask(f"{self.slack.url}/control/messages")["messages"]

    def explained(self, execution):
        """What went wrong in an execution, with the last lines that the function printed."""
        last = [each for each in self.invocations() if each["error"]][-3:]
        printed = "\n".join(f"{each['event']} → {each['error']}\n  " + "\n  ".join(each["lines"][-10:]) for each in last)
        return f"{execution['status']}: {execution.get('error')} {execution.get('cause')}\n{printed}"


def administrator(aws, manifest):
    """The key of somebody who may do everything in the hub's account: whoever deploys."""
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    made = {"createdAt": manifest["day"]}
    wish = {"accountId": manifest["hub"]["accountId"], "userName": "deployer", "path": "/service/", **made,
            "tags": {"type": "machine", "team": "security"}, "keys": [made], "policies": {"all": json.dumps(everything)}}  # fmt: skip
    key = servers.ask(f"{aws}/estate/users", wish)["keys"][0]
    return key["accessKeyId"], key["secretAccessKey"]
