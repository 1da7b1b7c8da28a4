"""Terraform, offline, against the local AWS: one folder with one root module.

Terraform takes its AWS provider from a local mirror, a folder that `terraform providers mirror FOLDER` writes, never from
the network. The tests look for it where Terraform itself would look, and in /opt, unless TF_PLUGIN_MIRROR names it:

    TF_PLUGIN_MIRROR=~/mirror make test
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

MODULES = Path(__file__).resolve().parent.parent.parent / "Deploy/terraform"
PROVIDER = "registry.terraform.io/hashicorp/aws"


def mirror():
    """The folder of the provider's mirror; a test that needs it is skipped without one."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    for folder in mirrors(os.environ):
        if (folder / PROVIDER).is_dir():
            return folder
    pytest.skip("there is no mirror of Terraform's AWS provider: set TF_PLUGIN_MIRROR to its folder")


def mirrors(environment, added=Path("/opt")):
    """Where a mirror may be: TF_PLUGIN_MIRROR and nothing else, or the places in which Terraform looks, or a folder in /opt,
    where images of build machines have what is added to the system.

    https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
    """
    if named := environment.get("TF_PLUGIN_MIRROR"):
        return [Path(named).expanduser()]
    home = Path(environment.get("HOME", "~")).expanduser()
    settings = Path(environment.get("TF_CLI_CONFIG_FILE") or home / ".terraformrc")
    text = settings.read_text() if settings.is_file() else ""
    named = re.findall(r'filesystem_mirror\s*{[^}]*?\bpath\s*=\s*"([^"]+)"', text)
    data = [environment.get("XDG_DATA_HOME") or home / ".local/share"]
    data += (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    usual = [home / ".terraform.d/plugins", *(Path(each) / "terraform/plugins" for each in data)]
    return [*map(Path, named), *usual, *sorted(added.glob("*"))]


class Workspace:
    """A folder whose files Terraform applies. Calls of the provider go to the given AWS, and to nothing else."""

    def __init__(self, folder, aws=None):
        self.folder = Path(folder)
        settings = self.folder / "terraform.rc"
        settings.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror()}"\n  }}\n}}\n')
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": "us-east-1",
        }
        if aws:
            self.environment |= {
                "AWS_ENDPOINT_URL": aws.endpoint,
                "AWS_ACCESS_KEY_ID": aws.hub["accessKeyId"],
                "AWS_SECRET_ACCESS_KEY": aws.hub["secretAccessKey"],
            }

    def module(self, name):
        """The path of one of our modules; an absolute one would be copied, without the files beside it."""
        return os.path.relpath(MODULES / name, self.folder)

    def write(self, text, name="main.tf"):
        (self.folder / name).write_text(text)

    def run(self, *arguments, statuses=(0,)):
        done = subprocess.run(
            ["terraform", f"-chdir={self.folder}", *arguments],
            env=self.environment, capture_output=True, text=True, timeout=600)  # fmt: skip
        assert done.returncode in statuses, f"terraform {' '.join(arguments)}\n{done.stdout[-6000:]}\n{done.stderr}"
        return done

    def init(self):
        self.run("init", "-input=false", "-no-color", "-backend=false")

    def apply(self):
        """What Terraform said."""
        return self.run("apply", "-auto-approve", "-input=false", "-no-color").stdout

    def destroy(self):
        self.run("destroy", "-auto-approve", "-input=false", "-no-color")

    def outputs(self):
        told = json.loads(self.run("output", "-json").stdout)
        return {name: each["value"] for name, each in told.items()}

    def state(self):
        """The resources as they are now, each under its address."""
        shown = json.loads(self.run("show", "-json").stdout)
        return dict(_resources(shown.get("values", {}).get("root_module", {})))


def parsed(name):
    """The files of one of our modules, without Terraform: blocks under their kind and labels, arguments as their text.

    Every block is a list, because most may be repeated. It reads files as `terraform fmt` leaves them.
    """
    text = "\n".join(path.read_text() for path in sorted((MODULES / name).glob("*.tf")))
    return _parsed([line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")], "")


def _parsed(lines, margin):
    found, place = {}, 0
    while place < len(lines):
        first, end = lines[place].removeprefix(margin), place + 1
        while end < len(lines) and lines[end].startswith(f"{margin} "):
            end += 1
        inside = lines[place + 1 : end]
        # What stands at the margin again closes what the first line opened.
        closed = end < len(lines) and lines[end].removeprefix(margin)[0] in "]})"
        if header := re.fullmatch(r'(\w+(?: "[^"]+")*) {(})?', first):
            found.setdefault(header[1].replace('"', ""), []).append(_parsed(inside, f"{margin}  "))
        else:
            name, text = re.fullmatch(r"(\w+) += (.+)", first).groups()
            assert name not in found, name
            found[name] = " ".join([text, *(line.strip() for line in inside), *([lines[end].strip()] if closed else [])])
        place = end + (1 if closed else 0)
    return found


def _resources(module):
    for each in module.get("resources", []):
        yield each["address"], each["values"]
    for child in module.get("child_modules", []):
        yield from _resources(child)
