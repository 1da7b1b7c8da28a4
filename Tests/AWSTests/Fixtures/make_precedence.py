"""Writes precedence.json: environments and files, and which of the places for credentials botocore takes.

    python3 make_precedence.py > precedence.json

botocore is the reference; nothing is called: the container and the instance answer from here. Keys are made up.
"""

import hashlib
import json
import os
import sys
import tempfile

import botocore
import botocore.session
import botocore.utils
from botocore.exceptions import BotoCoreError

SOURCES = {
    "env": "environment", "assume-role": "role", "assume-role-with-web-identity": "webIdentity", "sso": "sso",
    "shared-credentials-file": "credentialsFile", "custom-process": "process", "config-file": "configFile",
    "container-role": "container", "iam-role": "instance",
}

GIVEN = {
    "AccessKeyId": "AKIAELSEWHERE0000000", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z",
}
botocore.utils.ContainerMetadataFetcher.retrieve_full_uri = lambda self, url, headers=None: GIVEN


def instance(self):
    if os.environ.get("AWS_EC2_METADATA_DISABLED", "false").lower() == "true":
        return {}
    return {
        "role_name": "r", "access_key": GIVEN["AccessKeyId"], "secret_key": "s", "token": "t",
        "expiry_time": GIVEN["Expiration"],
    }


botocore.utils.InstanceMetadataFetcher.retrieve_iam_role_credentials = instance

PRINTS = "echo '{\"Version\": 1, \"AccessKeyId\": \"AKIAPROCESS000000000\", \"SecretAccessKey\": \"s\"}'"
ENV = {"AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT00000", "AWS_SECRET_ACCESS_KEY": "s"}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111111111111:role/web"}
POD = {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}
OFF = {"AWS_EC2_METADATA_DISABLED": "true"}


def keys(section, name):
    return f"[{section}]\naws_access_key_id = AKIA{name:0<16}\naws_secret_access_key = s\n"


def profile(section, **settings):
    return f"[{section}]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())


def role(section, **settings):
    return profile(section, role_arn="arn:aws:iam::111111111111:role/r", **settings)


SSO = profile(
    "sso-session corp", sso_region="eu-west-1", sso_start_url="https://corp.awsapps.com/start")
SSO_KEYS = {"sso_session": "corp", "sso_account_id": "111111111111", "sso_role_name": "r"}
OLD_SSO = {
    "sso_region": "eu-west-1", "sso_start_url": "https://corp.awsapps.com/start", "sso_account_id": "111111111111",
    "sso_role_name": "r",
}

rows = []


def row(name, environment=None, config="", credentials="", differs=None):
    environment = dict(environment or {})
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(f"{home}/.aws/sso/cache")
        for file, text in (("config", config), ("credentials", credentials)):
            if text:
                with open(f"{home}/.aws/{file}", "w") as out:
                    out.write(text)
        for session in ("corp", "https://corp.awsapps.com/start"):
            digest = hashlib.sha1(session.encode()).hexdigest()
            with open(f"{home}/.aws/sso/cache/{digest}.json", "w") as out:
                json.dump({"accessToken": "x", "expiresAt": "2099-01-01T00:00:00Z"}, out)
        os.environ.clear()
        os.environ.update(environment, HOME=home, PATH="/usr/bin:/bin")
        source, key = "error", None
        try:
            found = botocore.session.Session().get_credentials()
            source = SOURCES[found.method] if found else "nothing"
            if source in ("environment", "credentialsFile", "configFile", "process"):
                key = found.access_key
        except (BotoCoreError, ValueError) as error:
            print(name, type(error).__name__, error, file=sys.stderr)
    entry = {
        "name": name, "environment": environment, "config": config, "credentials": credentials, "source": source,
        "accessKeyID": key,
    }
    # Where Relevo does something else, and why (Docs/credentials.md says it to people).
    if differs:
        entry["relevo"], entry["relevoKeyID"], entry["why"] = differs
    rows.append(entry)


FILE = keys("default", "FILE")
CONFIG = keys("default", "CONFIG")
PROCESS = profile("default", credential_process=PRINTS)
WEB_PROFILE = role("default", web_identity_token_file="/token")

# One place alone.
row("nothing at all", OFF)
row("the instance alone")
row("the environment alone", ENV)
row("the older name of the session token", ENV | {"AWS_SECURITY_TOKEN": "t"})
row("the credentials file alone", credentials=FILE)
row("the config file alone", config=CONFIG)
row("a process alone", config=PROCESS)
row("a process in the credentials file", credentials=PROCESS)
row("SSO alone", config=SSO + profile("default", **SSO_KEYS))
row("SSO without a session", config=profile("default", **OLD_SSO))
row("web identity by the environment alone", WEB)
row("web identity by the profile alone", config=WEB_PROFILE)
row("a role alone", config=role("default", source_profile="base") + keys("profile base", "BASE"))
row("the container alone", POD)
row("the container by its full address", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/x"})
# Two at once, in order.
row("environment before the credentials file", ENV, credentials=FILE)
row("environment before a role", ENV, config=role("default", source_profile="base") + keys("profile base", "BASE"))
row("environment before web identity", ENV | WEB)
row("environment before the container", ENV | POD)
row("environment before a named profile", ENV | {"AWS_PROFILE": "p"}, config=keys("profile p", "P"))
row("environment before a profile that isn't there", ENV | {"AWS_PROFILE": "gone"},
    differs=("environment", "AKIAENVIRONMENT00000", "what is complete in the environment needs no profile"))
row("half a pair in the environment", {"AWS_ACCESS_KEY_ID": "AKIA"}, credentials=FILE)
row("a secret without its id in the environment", {"AWS_SECRET_ACCESS_KEY": "s"}, credentials=FILE,
    differs=("error", None, "half a pair is a mistake, whichever half it is"))
row("empty variables count as unset", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, credentials=FILE)
row("a role before its own keys", config=role("default", source_profile="base") + keys("profile base", "BASE"),
    credentials=FILE)
row("a role before web identity by the environment", WEB,
    config=role("default", source_profile="base") + keys("profile base", "BASE"))
row("a role before SSO", config=SSO + role("default", source_profile="base", **SSO_KEYS) + keys("profile base", "B"))
row("web identity by the environment before the credentials file", WEB, credentials=FILE)
row("web identity by the environment before SSO", WEB, config=SSO + profile("default", **SSO_KEYS))
row("web identity by the environment before a named profile's keys", WEB | {"AWS_PROFILE": "p"},
    credentials=keys("p", "P"))
row("web identity by the environment before the container", WEB | POD)
row("web identity by the profile before the credentials file", config=WEB_PROFILE, credentials=FILE)
row("web identity with the role in the profile", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"},
    config=WEB_PROFILE)
row("web identity without a role", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"})
row("SSO before the credentials file", config=SSO + profile("default", **SSO_KEYS), credentials=FILE)
row("SSO before a process", config=SSO + profile("default", credential_process=PRINTS, **SSO_KEYS))
row("SSO with half of what it needs", config=SSO + profile("default", sso_session="corp", sso_role_name="r"))
row("SSO for its token only", config=SSO + profile("default", sso_session="corp"), environment=OFF)
row("SSO with a session that isn't there", config=profile("default", **SSO_KEYS))
row("SSO with a region of its own", config=SSO + profile("default", sso_region="us-east-1", **SSO_KEYS))
row("the credentials file before a process", config=PROCESS, credentials=FILE)
row("a process before the config file's keys", config=CONFIG + "credential_process = " + PRINTS + "\n")
row("the credentials file before the config file", config=CONFIG, credentials=FILE)
row("the credentials file before the container", POD, credentials=FILE)
row("the config file before the container", POD, config=CONFIG)
row("a process before the container", POD, config=PROCESS)
row("the container before the instance", POD, config=profile("default", region="eu-west-1"))
row("a profile without credentials leaves it to the instance", config=profile("default", region="eu-west-1"))
row("the relative address before the full one", POD | {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/x"})
# Profiles by name.
row("a named profile", {"AWS_PROFILE": "p"}, credentials=FILE + keys("p", "P"))
row("the older variable for the profile", {"AWS_DEFAULT_PROFILE": "p"}, credentials=FILE + keys("p", "P"))
row("both variables for the profile", {"AWS_DEFAULT_PROFILE": "q", "AWS_PROFILE": "p"},
    credentials=keys("q", "Q") + keys("p", "P"),
    differs=("credentialsFile", "AKIAP000000000000000", "AWS_PROFILE is the one that every SDK knows"))
row("a named profile that isn't there", {"AWS_PROFILE": "gone"}, credentials=FILE)
row("a named profile that isn't there, in a container", {"AWS_PROFILE": "gone"} | POD, credentials=FILE)
row("a named profile that isn't there, with web identity", {"AWS_PROFILE": "gone"} | WEB, credentials=FILE)
row("a named profile in the config file", {"AWS_PROFILE": "p"}, config=keys("profile p", "P"), credentials=FILE)
row("another profile's role isn't followed", {"AWS_PROFILE": "p"},
    config=role("profile q", source_profile="p") + keys("profile p", "P"))
row("half a pair in the credentials file", credentials="[default]\naws_access_key_id = AKIA\n")
row("half a pair in the config file", config="[default]\naws_access_key_id = AKIA\n")
# Roles and what assumes them.
row("a role by a profile with SSO",
    config=SSO + role("default", source_profile="base") + profile("profile base", **SSO_KEYS))
row("a role by a profile with a process",
    config=role("default", source_profile="base") + profile("profile base", credential_process=PRINTS))
row("a role by a profile with web identity", config=role("default", source_profile="base")
    + role("profile base", web_identity_token_file="/token"))
row("a role by the environment", config=role("default", credential_source="Environment"))
row("a role by the container", POD, config=role("default", credential_source="EcsContainer"))
row("a role by the instance", config=role("default", credential_source="Ec2InstanceMetadata"))
row("a role by itself", config=role("default", source_profile="default"), credentials=FILE)
row("a role without a source", config=role("default"))
row("a role with two sources", config=role("default", source_profile="base", credential_source="Environment")
    + keys("profile base", "BASE"))
row("a role by an unknown source", config=role("default", credential_source="Elsewhere"))
row("a role by a profile that isn't there", config=role("default", source_profile="gone"))
row("a role in a circle", config=role("default", source_profile="a") + role("profile a", source_profile="default"))
row("a role by a profile without credentials", config=role("default", source_profile="base")
    + profile("profile base", region="eu-west-1"))

json.dump({"botocore": botocore.__version__, "rows": rows}, sys.stdout, indent=1)
