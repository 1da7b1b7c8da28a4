"""The deployed function, made by direct calls from the same state machine and policies; quicker than Terraform."""

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

from serverless.configuration import NAME, PARAMETER, TOKEN, TOKEN_PARAMETER

DEPLOY = Path(__file__).resolve().parent.parent.parent / "Deploy"
REGION = "us-east-1"
CONCURRENCY = 20
LIMIT = 900


@dataclass(frozen=True)
class Deployment:
    """What a run by hand needs to know: `terraform output` tells the same."""

    function: str
    machine: str
    table: str


class Clients:
    """boto3's clients of one AWS with one key, made when they are needed."""

    def __init__(self, endpoint, key, secret, region=REGION):
        self.endpoint, self.key, self.secret = endpoint, key, secret
        self._made = {}
        self._how = {
            "endpoint_url": endpoint, "aws_access_key_id": key, "aws_secret_access_key": secret, "region_name": region,
            "config": Config(read_timeout=1000, retries={"total_max_attempts": 1}, proxies={}),
        }  # fmt: skip

    def __getattr__(self, service):
        if service.startswith("_"):
            raise AttributeError(service)
        if service not in self._made:
            self._made[service] = boto3.client({"lambda_": "lambda", "sfn": "stepfunctions"}.get(service, service), **self._how)
        return self._made[service]


def store_token(clients):
    """As a person stores it, before anything is deployed."""
    clients.ssm.put_parameter(Name=TOKEN_PARAMETER, Value=TOKEN, Type="SecureString", Overwrite=True)


def store_configuration(clients, document):
    """A new configuration, which counts from the next run on."""
    clients.ssm.put_parameter(Name=PARAMETER, Value=json.dumps(document), Type="String", Overwrite=True)


def deploy(clients, account, zipped, document):
    """Roles, table, function and state machine, and the configuration's parameter."""
    store_token(clients)
    store_configuration(clients, document)
    clients.dynamodb.create_table(
        TableName=NAME, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )  # fmt: skip
    table = f"arn:aws:dynamodb:{REGION}:{account}:table/{NAME}"
    hub = json.loads((DEPLOY / "policies/RelevoHub.json").read_text().replace("${Partition}", "aws"))["Statement"]
    parameters = [f"arn:aws:ssm:{REGION}:{account}:parameter{name}" for name in (PARAMETER, TOKEN_PARAMETER)]
    role = _role(clients, f"{NAME}-hub", "lambda.amazonaws.com", [
        *hub,
        {"Effect": "Allow", "Action": _actions("UseLedger"), "Resource": table},
        {"Effect": "Allow", "Action": _actions("ReadParameters"), "Resource": parameters},
    ])  # fmt: skip
    made = clients.lambda_.create_function(
        FunctionName=NAME, Role=role, Runtime="provided.al2023", Handler="bootstrap", Timeout=LIMIT, MemorySize=256,
        Code={"ZipFile": zipped.read_bytes()}, Environment={"Variables": {"RELEVO_CONFIG": PARAMETER}},
    )  # fmt: skip
    function = made["FunctionArn"]
    caller = _role(clients, f"{NAME}-machine", "states.amazonaws.com", [
        {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": function}])  # fmt: skip
    definition = (DEPLOY / "relevo.asl.json").read_text(encoding="utf-8")
    definition = definition.replace("${FunctionArn}", function).replace("${ScanConcurrency}", str(CONCURRENCY))
    machine = clients.sfn.create_state_machine(name=NAME, definition=definition, roleArn=caller)["stateMachineArn"]
    return Deployment(function, machine, NAME)


def _actions(sid):
    """What the module's role may do by the statement with this sid."""
    text = (DEPLOY / "terraform/hub/role.tf").read_text(encoding="utf-8")
    listed = re.search(rf'sid += "{sid}"\s+actions += \[([^]]*)\]', text)
    return re.findall(r'"([^"]+)"', listed.group(1))


def _role(clients, name, service, statements):
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    wrapped = [json.dumps({"Version": "2012-10-17", "Statement": each}) for each in ([trust], statements)]
    made = clients.iam.create_role(RoleName=name, AssumeRolePolicyDocument=wrapped[0])["Role"]
    clients.iam.put_role_policy(RoleName=name, PolicyName=NAME, PolicyDocument=wrapped[1])
    return made["Arn"]


def start(clients, deployment, name=None):
    """Starts an execution, as the schedule does; its ARN."""
    named = {"name": name} if name else {}
    return clients.sfn.start_execution(stateMachineArn=deployment.machine, input="{}", **named)["executionArn"]


def wait(clients, execution, seconds=600):
    """The execution, once it is over."""
    until = time.monotonic() + seconds
    while (found := clients.sfn.describe_execution(executionArn=execution))["status"] == "RUNNING":
        if time.monotonic() > until:
            raise TimeoutError(f"{execution} is still running after {seconds} s")
        time.sleep(0.1)
    return found
