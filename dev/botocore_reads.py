"""Prints what botocore makes of homes with AWS files: whose credentials, by which roles, in which region, at which endpoints.

    python3 dev/botocore_reads.py CASES.json

CASES.json is a list of environments, each with a HOME of its own. Printed is a list of as many answers; nothing is called,
and programs are not started. Tests/EstateTests compares what Relevo makes of them.
"""

import hashlib
import json
import os
import sys

import botocore.session
from botocore import credentials
from botocore.configprovider import ConfiguredEndpointProvider
from botocore.utils import validate_region_name

# What Relevo reads of a profile, as it stands there.
SETTINGS = [
    "aws_access_key_id", "aws_secret_access_key", "ca_bundle", "cli_pager", "credential_process", "description", "endpoint_url", "external_id", "output",
    "region", "role_arn", "role_session_name", "services", "source_profile", "sso_account_id", "sso_role_name", "sso_session",
]
started = []


class Program:
    """Stands for every credential_process."""

    returncode = 0

    def __init__(self, words, **_):
        started.append(words)

    def communicate(self):
        return b'{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s"}', b""


credentials.ProcessProvider.__init__.__defaults__ = (Program,)


def steps(found):
    """Whose keys, then role after role."""
    if found is None:
        raise ValueError("no credentials")
    if found.method == "custom-process":
        return [["program", *started[-1]]]
    refresh = getattr(getattr(found, "_refresh_using", None), "__self__", None)
    if isinstance(refresh, credentials.AssumeRoleCredentialFetcher):
        role = refresh._assume_kwargs
        own = [
            "role", role["RoleArn"], role.get("ExternalId", ""),
            "" if refresh._using_default_session_name else role["RoleSessionName"], str(role.get("DurationSeconds", 3600)),
        ]
        return steps(refresh._source_credentials) + [own]
    if isinstance(refresh, credentials.SSOCredentialFetcher):
        name = hashlib.sha1((refresh._sso_session_name or refresh._start_url).encode()).hexdigest()
        return [["sso", name, refresh._sso_region, refresh._account_id, refresh._role_name]]
    own = [found.access_key, found.secret_key, found.token or ""]
    if not own[0] or not own[1] or any(character.isspace() for character in "".join(own)):
        raise ValueError("credentials that no header can hold")
    return [["keys", own[0], own[2]]]


def answer(environment):
    os.environ.clear()
    os.environ.update(environment)
    session = botocore.session.Session()
    try:
        scoped = session.get_scoped_config()
        region = session.get_config_variable("region") or "us-east-1"
        region = region.replace("fips-", "").replace("-fips", "")
        validate_region_name(region)
        endpoints = {}
        for service in ("iam", "sts", "sso"):
            url = None
            if not session.get_config_variable("ignore_configured_endpoint_urls"):
                provider = ConfiguredEndpointProvider(session.full_config, scoped, service)
                url = provider.provide()
                if any(character.isspace() for character in url or ""):
                    raise ValueError("an endpoint that is none")
            endpoints[service] = url
        taken = steps(session.get_credentials())
        if endpoints.pop("sso") and taken[0][0] == "sso":
            taken[0][2] = ""
        return {
            "steps": taken, "region": region, "endpoints": endpoints,
            "settings": {name: scoped[name] for name in SETTINGS if isinstance(scoped.get(name), str) and scoped[name]},
        }
    except Exception as error:  # noqa: BLE001 - whatever it is, botocore can't work with these files
        return {"error": f"{type(error).__name__}: {error}"}


with open(sys.argv[1]) as file:
    cases = json.load(file)
json.dump([answer(case) for case in cases], sys.stdout)
