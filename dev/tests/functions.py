"""Tools for tests that need a function: the stand-in packed as Lambda takes it, with its role."""

import io
import json
import sys
import zipfile
from pathlib import Path

STAND_IN = Path(__file__).with_name("fixtures") / "bootstrap.py"


def packed(bootstrap=None, mode=0o755):
    """A zip with a `bootstrap`; without one, with the stand-in."""
    content = bootstrap if bootstrap is not None else f"#!{sys.executable}\n{STAND_IN.read_text()}".encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = (0o100000 | mode) << 16
        archive.writestr(entry, content)
    return held.getvalue()


def trust(service):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]})  # fmt: skip


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]})  # fmt: skip


def role(iam, name, service, *statements):
    """The ARN of a role that a service may take on."""
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy(*statements))
    return made["Arn"]


def create(client, name, role, zipped=None, **more):
    """A function of this name."""
    variables = more.pop("variables", {})
    return client.create_function(
        FunctionName=name, Role=role, Runtime="provided.al2023", Handler="bootstrap", Code={"ZipFile": zipped or packed()},
        Environment={"Variables": variables}, **{"Timeout": 20, **more})  # fmt: skip


def invoke(client, name, event, kind="RequestResponse"):
    """(what it answered, the kind of error or None)."""
    got = client.invoke(FunctionName=name, InvocationType=kind, Payload=json.dumps(event))
    content = got["Payload"].read()
    return json.loads(content) if content else None, got.get("FunctionError")
