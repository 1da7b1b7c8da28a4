"""Terraform, offline, against the local AWS: one folder with one root module."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

MODULES = Path(__file__).resolve().parent.parent.parent / "Deploy/terraform"
# Where Terraform finds the AWS provider without a network: TF_PLUGIN_MIRROR, or a usual place of such a mirror.
MIRRORS = (
    "/opt/tf-plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "~/.local/share/terraform/plugins",
    "~/.terraform.d/plugins",
)
PROVIDER = "registry.terraform.io/hashicorp/aws"


def mirror():
    """The folder of the provider's mirror; a test that needs it is skipped without one."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    named = os.environ.get("TF_PLUGIN_MIRROR")
    for place in [named] if named else MIRRORS:
        folder = Path(place).expanduser()
        if (folder / PROVIDER).is_dir():
            return folder
    pytest.skip("there is no mirror of Terraform's AWS provider: set TF_PLUGIN_MIRROR to its folder")


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
        self.run("apply", "-auto-approve", "-input=false", "-no-color")

    def changes(self):
        """What a plan would change now, as text; empty if nothing."""
        done = self.run("plan", "-detailed-exitcode", "-input=false", "-no-color", statuses=(0, 2))
        return done.stdout if done.returncode == 2 else ""

    def destroy(self):
        self.run("destroy", "-auto-approve", "-input=false", "-no-color")

    def outputs(self):
        told = json.loads(self.run("output", "-json").stdout)
        return {name: each["value"] for name, each in told.items()}

    def state(self):
        """The resources as they are now, each under its address."""
        shown = json.loads(self.run("show", "-json").stdout)
        return dict(_resources(shown.get("values", {}).get("root_module", {})))


def _resources(module):
    for each in module.get("resources", []):
        yield each["address"], each["values"]
    for child in module.get("child_modules", []):
        yield from _resources(child)
