"""A real server process per session, and small tools to talk to it as AWS and as its keeper."""

import itertools
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

DEV = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(DEV))
ONCE = Config(retries={"total_max_attempts": 1}, parameter_validation=False)


# Patches to start without: a patch's tests must fail then.
LEFT_OUT = []


def pytest_addoption(parser):
    parser.addoption("--without", action="append", default=[], help="start every estate without this patch")
    parser.addoption("--whole", action="store_true", help="run every day and every case, also where some stand for all")
    parser.addoption("--aws", help="the AWS CLI to run the lines to paste with")
    parser.addoption("--every-shell", action="store_true", help="run the lines to paste in every shell on every computer")


def pytest_configure(config):
    config.addinivalue_line("markers", "more: one case of many, which another one stands for")
    LEFT_OUT.extend(config.getoption("--without"))


def pytest_collection_modifyitems(config, items):
    """Cases marked `more` are run with `--whole` only."""
    if not config.getoption("--whole"):
        for item in items:
            if item.get_closest_marker("more"):
                item.add_marker(pytest.mark.skip(reason="one of many: --whole runs it"))


def started(arguments, folder, name):
    """A process of ours and the port it listens on."""
    port_file = folder / f"{name}.port"
    environment = {**os.environ, "PYTHONPATH": str(DEV), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "estate", *arguments, "--port", "0", "--port-file", str(port_file)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    for _ in range(600):
        if port_file.exists():
            return process, int(port_file.read_text())
        assert process.poll() is None, f"estate {name} ended with {process.returncode} before it listened"
        time.sleep(0.05)
    process.terminate()
    raise AssertionError(f"estate {name} didn't listen within 30 s")


def ended(process):
    process.terminate()
    assert process.wait(10) == 0


class Estate:
    """The server as its keeper (control calls) and as AWS (boto3 clients)."""

    numbers = itertools.count(500000000001)

    def __init__(self, endpoint, manifest):
        self.endpoint = endpoint
        self.manifest = manifest
        self.hub = manifest["hub"]

    def post(self, path, /, **body):
        return self._ask(path, json.dumps(body).encode())

    def get(self, path):
        return self._ask(path, None)

    def _ask(self, path, body):
        request = urllib.request.Request(f"{self.endpoint}/estate/{path}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    def client(self, service, key_id=None, secret=None, token=None, endpoint=None, region="us-east-1"):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=endpoint or self.endpoint,
            aws_access_key_id=key_id or self.hub["accessKeyId"],
            aws_secret_access_key=secret or self.hub["secretAccessKey"],
            aws_session_token=token,
            config=ONCE,
        )

    def assume(self, account, role="RelevoAudit", client=None, **more):
        wish = {"RoleSessionName": "relevo-test", "ExternalId": "relevo-demo", **more}
        sts = client or self.client("sts")
        return sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/{role}", **wish)["Credentials"]

    def iam(self, account, role="RelevoAudit", endpoint=None, **more):
        got = self.assume(account, role, **more)
        return self.client("iam", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"], endpoint)

    def new_account(self):
        """An account of its own for one test."""
        account = str(next(self.numbers))
        self.post("accounts", accountId=account, name="test")
        return account

    def users_of(self, account):
        return {user["userName"]: user for user in self.get("state")["accounts"][account]["users"]}


def started_estate(folder, name, *arguments):
    """A server of its own for one test: end it with `ended`."""
    manifest = folder / f"{name}.json"
    left_out = [part for patch in LEFT_OUT for part in ("--without", patch)]
    process, port = started(["serve", "--manifest", str(manifest), *arguments, *left_out], folder, name)
    return process, Estate(f"http://127.0.0.1:{port}", json.loads(manifest.read_text()))


@pytest.fixture(scope="session")
def estate(tmp_path_factory):
    """The default estate: three accounts, forty users, nothing checked."""
    folder = tmp_path_factory.mktemp("estate")
    process, server = started_estate(folder, "open")
    yield server
    ended(process)


@pytest.fixture(scope="session")
def guarded(tmp_path_factory):
    """The same estate with signatures and permissions checked."""
    folder = tmp_path_factory.mktemp("guarded")
    process, server = started_estate(folder, "guarded", "--auth")
    yield server
    ended(process)


@pytest.fixture
def account(estate):
    return estate.new_account()
