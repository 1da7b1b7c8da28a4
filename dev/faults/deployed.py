"""The deployed function in a world of the bench: Step Functions and Lambda do there what `relevo run` does elsewhere."""

import json
import signal
import time

from faults import preload
from faults.faults import Quiet
from faults.world import AFTER_A_KILL, CHANNEL, TOKEN, Ended, iso
from serverless import configuration, deployment, package

# A second attempt after 65 seconds comes after one.
RETRIES = 1 / 65


def deploy(world):
    """Deploys the built function on this world's AWS; its ledger is a table from now on."""
    zipped = package.build(world.programs.function, world.folder / "function.zip")
    admin = clients(world)
    made = deployment.deploy(admin, world.manifest["hub"]["accountId"], zipped, _document(world))
    admin.ssm.put_parameter(Name=configuration.TOKEN_PARAMETER, Value=TOKEN, Type="SecureString", Overwrite=True)
    world.story |= {"deployment": made, "ledger": f"dynamodb:{made.table}"}
    world.configure()


def run(world, instant, plan=None, executions=1, **trouble):
    """So many executions, begun together at an instant of the story. `trouble`: as `POST /estate/lambda` takes it."""
    prepare(world, instant, plan, **trouble)
    made, asked = world.story["deployment"], clients(world)
    started = time.monotonic()
    begun = [deployment.start(asked, made) for _ in range(executions)]
    ended = [deployment.wait(asked, each) for each in begun]
    told = world.change("lambda", {})
    world.later = told["laterSeconds"]
    return _ended(world, ended, told["killed"], time.monotonic() - started)


def prepare(world, instant, plan=None, **trouble):
    """An instant of the story, and the deployed function between the gates, with this trouble."""
    world.turn(instant)
    deployment.store_configuration(clients(world), _document(world))
    world.change("step-functions", {"retryScale": RETRIES})
    world.change("lambda", {
        "forget": True, "endpoint": world.aws_gate.url, "variables": preload.faster(world.programs.shim),
        "laterSeconds": world.later, "laterAfterKill": AFTER_A_KILL, **trouble})  # fmt: skip
    for gate in (world.aws_gate, world.slack_gate):
        gate.begin(plan or Quiet(), lambda: world.change("lambda", {"kill": True}))


def invoke(world, event):
    """(what the function answers to one event, the kind of error or None)."""
    got = clients(world).lambda_.invoke(FunctionName=world.story["deployment"].function, Payload=json.dumps(event))
    return json.loads(got["Payload"].read()), got.get("FunctionError")


def invocations(world):
    """What the function was asked on this world's AWS, and what it answered."""
    return world.read("lambda")["invocations"]


def _ended(world, executions, killed, seconds):
    outputs = [json.loads(each.get("output") or "{}") for each in executions]
    wrong = [f"{each['status']}: {each.get('error')} {each.get('cause')}" for each in executions
             if each["status"] != "SUCCEEDED"]  # fmt: skip
    status = max((output.get("exitStatus", 0) for output in outputs), default=0)
    if wrong:
        status = 1
        wrong += [f"{each['event']}: {each['error']} {each['lines'][-3:]}" for each in invocations(world) if each["error"]][-5:]
    elif killed:
        status = -signal.SIGKILL
    return Ended(status, json.dumps(outputs[-1]), "\n".join(wrong), seconds)


def clients(world):
    """boto3's clients of this world's AWS, past the gate."""
    hub = world.manifest["hub"]
    return deployment.Clients(world.aws_url, hub["accessKeyId"], hub["secretAccessKey"])


def _document(world):
    common = {
        "accounts": {"organization": True, "external-id": world.manifest["externalId"]},
        "mode": "enforce",
        "policy": {"max-percent": 100, **world.settings},
        "slack": {"channel": CHANNEL, "api-url": f"{world.slack_gate.url}/api/"},
        "teams": {"payments": "C0PAYMENTS"},
    }
    return configuration.for_function(common)
